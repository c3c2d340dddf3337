#ifndef COUNTERSIGN_CPCRE2_H
#define COUNTERSIGN_CPCRE2_H

#if !__has_include(<pcre2.h>)
#error "PCRE2 is not installed: install libpcre2-dev (Debian, Ubuntu), pcre2-devel (Fedora) or pcre2 (Homebrew)"
#endif

/* The functions for bytes; the header asks for the choice. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* 10.30 is the first release whose matching needs no stack and counts its heap. */
#if PCRE2_MAJOR < 10 || (PCRE2_MAJOR == 10 && PCRE2_MINOR < 30)
#error "PCRE2 is older than 10.30: install libpcre2-dev of Debian 12 or later, or 'brew install pcre2'"
#endif

#endif
