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

/* How many steps may still be taken, and what one callout of a pattern costs. */
struct countersign_steps {
	long long left;
	long long here;
	long long price;
};

/* A callout that pays for itself, and ends the match where nothing is left. */
static inline int countersign_step(pcre2_callout_block *block, void *context)
{
	struct countersign_steps *steps = (struct countersign_steps *)context;
	(void)block;
	steps->left -= steps->price;
	steps->here -= steps->price;
	return steps->left < 0 || steps->here < 0 ? PCRE2_ERROR_CALLOUT : 0;
}

#endif
