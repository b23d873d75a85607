/**
 * @file test_routing.c  Trunks and voice routes that a carrier has of us
 */
#include "base/compat.h"
#include <cjson/cJSON.h>
#include "carrier/routing.h"
#include "test.h"

#define TRUNKS(members) "{\"trunks\":{" members "}}"
#define ROUTE(members) "{\"routes\":[{" members "}]}"

static const char two[] =
	"{\"trunks\":{\"a.example\":{\"sipSignalingPort\":5061},"
	"\"b.example\":{\"sipSignalingPort\":5062}},\"routes\":["
	"{\"name\":\"x y\",\"description\":null,\"numberPattern\":\"^+1\","
	"\"trunks\":[\"b.example\",\"a.example\"]},"
	"{\"name\":\"none\",\"numberPattern\":\"^2\"}]}";

static int decode(struct oh_routing **rp, const char *text)
{
	cJSON *json = cJSON_Parse(text);
	int err = oh_routing_decode(rp, json);

	cJSON_Delete(json);

	return err;
}

static const struct {
	const char *text;
	int err;
} decodev[] = {
	{ "{}", 0 },
	{ "{\"trunks\":null,\"routes\":null,\"more\":1}", 0 },
	{ two, 0 },
	{ "[]", EBADMSG },
	{ "{\"trunks\":[1]}", EBADMSG },
	{ "{\"routes\":{}}", EBADMSG },
	{ TRUNKS("\"a.example\":{}"), EBADMSG },
	{ TRUNKS("\"a.example\":{\"sipSignalingPort\":0}"), EBADMSG },
	{ TRUNKS("\"a.example\":{\"sipSignalingPort\":65536}"), EBADMSG },
	{ TRUNKS("\"a b\":{\"sipSignalingPort\":1}"), EBADMSG },
	{ TRUNKS("\"\":{\"sipSignalingPort\":1}"), EBADMSG },
	{ TRUNKS("\"a\":{\"sipSignalingPort\":1},"
		 "\"a\":{\"sipSignalingPort\":1}"), EALREADY },
	{ ROUTE("\"name\":\"x\""), EBADMSG },
	{ ROUTE("\"numberPattern\":\"x\""), EBADMSG },
	{ ROUTE("\"name\":\"x\",\"numberPattern\":1"), EBADMSG },
	{ ROUTE("\"name\":\"x\",\"numberPattern\":\"x\",\"trunks\":[1]"),
	  EBADMSG },
	{ ROUTE("\"name\":\"x\",\"numberPattern\":\"x\","
		"\"trunks\":[\"a b\"]"), EBADMSG },
};

int test_routing_decode(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(decodev); i++) {
		struct oh_routing *r = NULL;
		int err = decode(&r, decodev[i].text);

		mem_deref(r);
		if (err == ENOMEM)
			return err;
		if (err != decodev[i].err)
			fail_msg("%s: %d", decodev[i].text, err);
	}

	return 0;
}

/* What is sent when there is one thing, and another is wanted */
static const struct {
	const char *have, *want;
	bool remove;
	const char *patch;
} patchv[] = {
	{ two, two, true, "{}" },
	{ "{}", TRUNKS("\"a\":{\"sipSignalingPort\":1}"), false,
	  TRUNKS("\"a\":{\"sipSignalingPort\":1}") },
	{ TRUNKS("\"a\":{\"sipSignalingPort\":1}"),
	  TRUNKS("\"a\":{\"sipSignalingPort\":2}"), false,
	  TRUNKS("\"a\":{\"sipSignalingPort\":2}") },
	{ TRUNKS("\"a\":{\"sipSignalingPort\":1}"), "{}", false, "{}" },
	{ TRUNKS("\"a\":{\"sipSignalingPort\":1}"), "{}", true,
	  TRUNKS("\"a\":null") },
	{ two, "{}", false, "{\"routes\":[]}" },
	{ "{}", ROUTE("\"name\":\"x\",\"numberPattern\":\"^\""), false,
	  ROUTE("\"name\":\"x\",\"numberPattern\":\"^\",\"trunks\":[]") },
	{ ROUTE("\"name\":\"x\",\"numberPattern\":\"^\","
		"\"trunks\":[\"a\",\"b\"]"),
	  ROUTE("\"name\":\"x\",\"numberPattern\":\"^\","
		"\"trunks\":[\"b\",\"a\"],\"description\":\"d\""), false,
	  ROUTE("\"name\":\"x\",\"description\":\"d\","
		"\"numberPattern\":\"^\",\"trunks\":[\"b\",\"a\"]") },
};

static int patch_run(size_t i)
{
	struct oh_routing *have = NULL, *want = NULL;
	struct oh_routing_change c = { .remove = patchv[i].remove };
	cJSON *json;
	char *text;
	int err;

	TEST_OK(err = decode(&have, patchv[i].have));
	TEST_OK(err = decode(&want, patchv[i].want));
	c.have = have;
	c.want = want;
	json = oh_routing_encode(&c);
	text = cJSON_PrintUnformatted(json);
	assert_string_equal(text, patchv[i].patch);
	cJSON_free(text);
	cJSON_Delete(json);

 out:
	mem_deref(have);
	mem_deref(want);

	return err;
}

int test_routing_encode(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(patchv) && !err; i++)
		err = patch_run(i);

	return err;
}
