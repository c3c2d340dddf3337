#ifndef COUNTERSIGN_CZLIB_H
#define COUNTERSIGN_CZLIB_H

#include <zlib.h>

/// `deflateInit` is a macro, which Swift does not see.
static inline int countersign_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }

#endif
