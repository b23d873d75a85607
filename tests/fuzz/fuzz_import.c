/**
 * @file fuzz_import.c  Other programs' configurations, and what a carrier
 *                      keeps
 *
 * The first byte says which. Whatever it is, the sections that come out are
 * a configuration without faults, and no password stands in them.
 */
#include "base/compat.h"
#include <assert.h>
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>
#include "command/acsroutes.h"
#include "command/import.h"
#include "conf/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int secret_handler(char path[OH_IMPORT_PATH_SIZE], const char *name,
			  const char *secret, void *arg)
{
	(void)arg;
	assert(*name && *secret && !strchr(name, '/'));
	str_ncpy(path, "/tmp/password", OH_IMPORT_PATH_SIZE);

	return 0;
}

static int import_acs(struct mbuf *mb, const char *text,
		      const struct oh_import_prm *prm)
{
	cJSON *json = cJSON_Parse(text), *patch;
	struct oh_routing_change change = { .have = NULL };
	struct oh_routing *r = NULL, *none = NULL;
	int err;

	(void)prm;
	err = oh_routing_decode(&r, json);
	cJSON_Delete(json);
	if (err)
		return ERANGE;
	err = oh_acsroutes_print(mb, r);

	/* Sent where there is nothing, it comes back as it was */
	assert(!oh_routing_alloc(&none));
	change.want = r;
	change.have = none;
	patch = oh_routing_encode(&change);
	none = mem_deref(none);
	assert(patch && !oh_routing_decode(&none, patch));
	assert(oh_routing_is_same(r, none) && r->trunkc == none->trunkc);
	cJSON_Delete(patch);
	mem_deref(none);
	mem_deref(r);

	return err;
}

static void check(const struct mbuf *mb)
{
	struct oh_conf *conf = NULL;
	char *text = mem_zalloc(mb->end + 1, NULL);
	int err;

	assert(text);
	memcpy(text, mb->buf, mb->end);
	err = oh_conf_parse(&conf, "fuzz", text);
	/* It can be longer than a configuration may be */
	assert(!err || err == EFBIG || err == ERANGE);
	for (uint32_t i = 0; conf && i < conf->faultc; i++)
		fprintf(stderr, "%d: %s\n", conf->faultv[i].line,
			conf->faultv[i].text);
	assert(!conf || !conf->faultc);
	mem_deref(conf);
	mem_deref(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct oh_import_prm prm = {
		.file = "fuzz", .secreth = secret_handler,
	};
	struct mbuf *mb = mbuf_alloc(1024);
	char *text = mem_zalloc(size + 1, NULL);
	int err = 0;

	assert(mb && text);
	if (size)
		memcpy(text, data + 1, size - 1);
	if (size && data[0] == 'a')
		err = oh_import_asterisk(mb, text, &prm);
	else if (size && data[0] == 'b')
		err = oh_import_baresip(mb, text, &prm);
	else if (size && data[0] == 'c')
		err = import_acs(mb, text, &prm);
	assert(!err || err == ERANGE);
	if (!err)
		check(mb);
	mem_deref(text);
	mem_deref(mb);

	return 0;
}
