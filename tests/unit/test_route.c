/**
 * @file test_route.c  Which path leads where
 */
#include "base/compat.h"
#include "simrest/handlers.h"
#include "simrest/route.h"
#include "test.h"

#define STOCK "/availablePhoneNumbers"
#define UUID  "0ff4d1d7-0000-4000-8000-000000000001"

static const struct {
	const char *method, *path;
	int err;
	oh_turn_h *h;
	const char *arg;
} rowv[] = {
	{ "GET", STOCK "/countries", 0, oh_geo_countries, "" },
	{ "GET", STOCK "/countries/US/localities", 0, oh_geo_localities,
	  "US" },
	{ "POST", STOCK "/countries/US/:browse", 0, oh_search_browse, "US" },
	{ "POST", STOCK "/countries/US/%3Asearch", 0, oh_search_start, "US" },
	{ "POST", STOCK "/:purchase", 0, oh_search_buy, "" },
	{ "POST", STOCK "/reservations/" UUID "/:purchase", 0,
	  oh_reservation_buy, UUID },
	{ "PATCH", STOCK "/reservations/" UUID, 0, oh_reservation_patch,
	  UUID },
	{ "GET", "/phoneNumbers/%2B12065550100", 0, oh_purchased_get,
	  "+12065550100" },
	{ "GET", "/phoneNumbers/%2b12065550100", 0, oh_purchased_get,
	  "+12065550100" },
	{ "DELETE", "/phoneNumbers/+12065550100", 0, oh_purchased_release,
	  "+12065550100" },
	{ "PATCH", "/phoneNumbers/+12065550100/capabilities", 0,
	  oh_purchased_update, "+12065550100" },
	{ "GET", "/phoneNumbers/operations/search_" UUID, 0,
	  oh_operation_get, "search_" UUID },
	{ "DELETE", "/phoneNumbers/operations/x", 0, oh_operation_cancel,
	  "x" },
	{ "POST", "/phoneNumbers", ENOTSUP, NULL, NULL },
	{ "GET", STOCK "/:purchase", ENOTSUP, NULL, NULL },
	{ "GET", "/phoneNumbers/", ENOENT, NULL, NULL },
	{ "GET", "phoneNumbers", ENOENT, NULL, NULL },
	{ "GET", "//phoneNumbers", ENOENT, NULL, NULL },
	{ "GET", "/phoneNumbers/a/b/c", ENOENT, NULL, NULL },
	{ "GET", "/phoneNumbers/%00", ENOENT, NULL, NULL },
	{ "GET", "/phoneNumbers/%ff", ENOENT, NULL, NULL },
	{ "GET", "/phoneNumbers/a%22", ENOENT, NULL, NULL },
	{ "GET", "/phoneNumbers/a%0d%0aX:", ENOENT, NULL, NULL },
	{ "GET", "/phoneNumbers/a%2Fcapabilities", ENOENT, NULL, NULL },
	{ "GET", "*", ENOENT, NULL, NULL },
	{ "GET", "", ENOENT, NULL, NULL },
};

int test_route_find(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(rowv); i++) {
		const struct oh_route *route = NULL;
		char arg[OH_MODEL_ID];
		int err;

		err = oh_route_find(&route, arg, rowv[i].method,
				    rowv[i].path);
		if (err != rowv[i].err)
			fail_msg("%s: %d", rowv[i].path, err);
		if (err)
			continue;
		assert_ptr_equal(route->h, rowv[i].h);
		assert_string_equal(arg, rowv[i].arg);
	}

	return 0;
}

int test_route_long(void)
{
	char path[OH_MODEL_ID + 20] = "/phoneNumbers/", arg[OH_MODEL_ID];
	const struct oh_route *route;
	size_t head = strlen(path);

	memset(path + head, 'a', OH_MODEL_ID);
	assert_int_equal(oh_route_find(&route, arg, "GET", path), ENOENT);
	path[head + OH_MODEL_ID - 1] = '\0';
	assert_int_equal(oh_route_find(&route, arg, "GET", path), 0);

	return 0;
}

/* No row hides another one */
int test_route_each(void)
{
	const struct oh_route *want, *found;
	char path[256], arg[OH_MODEL_ID];

	for (size_t i = 0; (want = oh_route_at(i)); i++) {
		const char *open = strchr(want->path, '{');
		const char *end = open ? strchr(open, '}') + 1 : "";
		int head = (int)(open ? (size_t)(open - want->path)
				      : strlen(want->path));

		(void)snprintf(path, sizeof(path), "%.*s%s%s", head,
			       want->path, open ? "word" : "", end);
		assert_int_equal(oh_route_find(&found, arg, want->method,
					       path), 0);
		assert_ptr_equal(found, want);
	}

	return 0;
}

int test_route_allow(void)
{
	char allow[OH_ROUTE_ALLOW_SIZE];

	oh_route_allow(allow, "/phoneNumbers");
	assert_string_equal(allow, "GET");
	oh_route_allow(allow, STOCK "/reservations/x");
	assert_string_equal(allow, "GET, PATCH, DELETE");
	oh_route_allow(allow, "/");
	assert_string_equal(allow, "");

	return 0;
}
