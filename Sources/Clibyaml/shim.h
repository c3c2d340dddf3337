#ifndef COUNTERSIGN_CLIBYAML_H
#define COUNTERSIGN_CLIBYAML_H

#if !__has_include(<yaml.h>)
#error "libyaml is not installed: install libyaml-dev (Debian, Ubuntu), libyaml-devel (Fedora) or libyaml (Homebrew)"
#endif

// yaml.h has no version macro; StrictYAMLTests hold the floor of 0.2.5.
#include <yaml.h>

#endif
