/**
 * @file version.c  Versions of us and of what we stand on
 */
#include <openssl/crypto.h>
#include <opus/opus.h>
#include <samplerate.h>
#include <sndfile.h>
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "cli/app.h"
#include "cli/exit.h"
#include "cli/version.h"

/**
 * Print our version and those of the libraries in use, a line each
 *
 * @param app The command; with --json one object
 *
 * @return Exit status
 */
int oh_version_print(struct oh_app *app)
{
	const struct { const char *name, *version; } v[] = {
		{ "offhook",    OH_VERSION },
		{ "libre",      sys_libre_version_get() },
		{ "libsndfile", sf_version_string() },
		{ "samplerate", src_get_version() },
		{ "opus",       opus_get_version_string() },
		{ "cjson",      cJSON_Version() },
		{ "openssl",    OpenSSL_version(OPENSSL_VERSION) },
	};
	bool json = oh_app_opts(app)->json;

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		if (json)
			re_printf("%s\"%s\":\"%s\"", i ? "," : "{", v[i].name,
				  v[i].version);
		else
			re_printf("%-11s %s\n", v[i].name, v[i].version);
	}
	if (json)
		re_printf("}\n");

	return OH_EXIT_OK;
}
