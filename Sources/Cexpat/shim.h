#ifndef COUNTERSIGN_CEXPAT_H
#define COUNTERSIGN_CEXPAT_H

#if !__has_include(<expat.h>)
#error "expat is not installed: install libexpat1-dev (Debian, Ubuntu), expat-devel (Fedora) or expat (Homebrew)"
#endif

#include <expat.h>

// 2.4.1 is the first release that limits what entities may expand to.
#if XML_MAJOR_VERSION < 2 || (XML_MAJOR_VERSION == 2 && XML_MINOR_VERSION < 4)
#error "expat is older than 2.4: install libexpat1-dev (Debian, Ubuntu) or expat (Homebrew) in version 2.4.1 or newer"
#endif

#endif
