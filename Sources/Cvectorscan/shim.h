#ifndef COUNTERSIGN_CVECTORSCAN_H
#define COUNTERSIGN_CVECTORSCAN_H

#if !__has_include(<hs/hs.h>)
#error "vectorscan is not installed: install libvectorscan-dev (Debian, Ubuntu), vectorscan-devel (Fedora) or vectorscan (Homebrew)"
#endif

#include <hs/hs.h>
#include <stdlib.h>

/* hs_serialize_database gives memory of malloc. */
static inline void countersign_free(void *memory)
{
	free(memory);
}

#if HS_MAJOR < 5 || (HS_MAJOR == 5 && HS_MINOR < 4)
#error "vectorscan is older than 5.4: install libvectorscan-dev of Debian 12 or later, or 'brew install vectorscan'"
#endif

#endif
