#ifndef COUNTERSIGN_CLIBGIT2_SHIM_H
#define COUNTERSIGN_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/repository.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#if LIBGIT2_VER_MAJOR < 1 || (LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 5)
#error "libgit2 1.5 or later is needed: install libgit2-dev of Debian 12 or later, or 'brew install libgit2'"
#endif

/* git_libgit2_opts takes a variable number of arguments, which Swift cannot pass. */

static inline int countersign_git_enable(git_libgit2_opt_t option, int enabled)
{
	return git_libgit2_opts(option, enabled);
}

static inline int countersign_git_set_cache_limit(ssize_t bytes)
{
	return git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, bytes);
}

/*
 * Whether the file of a loose object unpacks to its end: 1; 0 where it ends too early or is damaged; -1 where there is none that can be
 * read, which libgit2 then finds by itself. One that unpacks to more than `most` bytes is taken for whole and not unpacked further.
 * libgit2 1.5 looks without end for the rest of one that was cut off (odb_loose.c, zstream.c).
 */
static inline int countersign_loose_is_whole(const char *path, size_t most)
{
	static const size_t size = 32768;
	unsigned char input[32768], output[32768];
	z_stream stream = { 0 };
	size_t produced = 0;
	int file = open(path, O_RDONLY | O_CLOEXEC), code = Z_OK;
	if (file < 0)
		return -1;
	if (inflateInit(&stream) != Z_OK) {
		close(file);
		return 0;
	}
	while (code == Z_OK) {
		ssize_t count = read(file, input, size);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			break;
		stream.next_in = input;
		stream.avail_in = (unsigned int)count;
		do {
			stream.next_out = output;
			stream.avail_out = (unsigned int)size;
			code = inflate(&stream, Z_NO_FLUSH);
			produced += size - stream.avail_out;
			if (produced > most)
				code = Z_STREAM_END;
		} while (code == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0));
		/* Nothing more comes out of what was read: the next piece is wanted. */
		if (code == Z_BUF_ERROR)
			code = Z_OK;
	}
	inflateEnd(&stream);
	close(file);
	return code == Z_STREAM_END;
}

/* Only the repository's own configuration is read, whatever HOME and the system say. */
static inline int countersign_git_forget_user_configuration(void)
{
	const git_config_level_t levels[] = {
		GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
	};
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		int code = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
		if (code < 0)
			return code;
	}
	return 0;
}

/* Extensions of a repository that do not change how objects and refs are read. */
static inline int countersign_git_accept_extensions(void)
{
	const char *names[] = { "worktreeconfig", "partialclone", "preciousobjects" };
	return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, (size_t)3);
}

#endif
