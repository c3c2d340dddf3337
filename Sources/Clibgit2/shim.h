#ifndef COUNTERSIGN_CLIBGIT2_SHIM_H
#define COUNTERSIGN_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/repository.h>

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
