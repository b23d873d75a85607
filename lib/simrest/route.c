/**
 * @file route.c  Which handler a method and a path lead to
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "http/query.h"
#include "simrest/handlers.h"
#include "simrest/route.h"

#define STOCK   "/availablePhoneNumbers"
#define COUNTRY STOCK "/countries/{country}"
#define CART    STOCK "/reservations/{reservation}"

static const struct oh_route routev[] = {
	{ "GET",    STOCK "/countries",                oh_geo_countries },
	{ "GET",    COUNTRY "/localities",             oh_geo_localities },
	{ "GET",    COUNTRY "/areaCodes",              oh_geo_areas },
	{ "GET",    COUNTRY "/offerings",              oh_geo_offerings },
	{ "POST",   COUNTRY "/:browse",                oh_search_browse },
	{ "POST",   COUNTRY "/:search",                oh_search_start },
	{ "GET",    STOCK "/searchResults/{search}",   oh_search_result },
	{ "POST",   STOCK "/:purchase",                oh_search_buy },
	{ "GET",    STOCK "/reservations",             oh_reservation_list },
	{ "GET",    CART,                              oh_reservation_get },
	{ "PATCH",  CART,                              oh_reservation_patch },
	{ "DELETE", CART,                              oh_reservation_cancel },
	{ "POST",   CART "/:purchase",                 oh_reservation_buy },
	{ "GET",    "/phoneNumbers",                   oh_purchased_list },
	{ "GET",    "/phoneNumbers/{number}",          oh_purchased_get },
	{ "DELETE", "/phoneNumbers/{number}",          oh_purchased_release },
	{ "PATCH",  "/phoneNumbers/{number}/capabilities",
						       oh_purchased_update },
	{ "GET",    "/phoneNumbers/operations/{operation}",
						       oh_operation_get },
	{ "DELETE", "/phoneNumbers/operations/{operation}",
						       oh_operation_cancel },
	{ "POST",   "/operatorInformation/:search",    oh_lookup },
	{ "GET",    "/sip",                    oh_siprouting_http_get },
	{ "PATCH",  "/sip",                    oh_siprouting_http_patch },
	{ "POST",   "/sip:testRoutesWithNumber",
					       oh_siprouting_http_test },
};

enum { ROUTES = sizeof(routev) / sizeof(routev[0]) };

/* Ids and numbers: nothing that a reply would have to escape */
static bool is_word(const char *s)
{
	return *s && s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz"
			      "0123456789+-_.")] == '\0';
}

/* One segment of the path, decoded, against one of the pattern */
static bool segment_fits(char arg[OH_MODEL_ID], const char *pattern,
			 size_t plen, const char *path, size_t len)
{
	char segment[OH_MODEL_ID];

	if (oh_url_decode(segment, sizeof(segment), path, len, false))
		return false;
	if (*pattern != '{')
		return strlen(segment) == plen &&
		       0 == memcmp(segment, pattern, plen);
	if (!is_word(segment))
		return false;
	memcpy(arg, segment, sizeof(segment));

	return true;
}

static bool fits(char arg[OH_MODEL_ID], const char *pattern,
		 const char *path)
{
	while (*pattern == '/' && *path == '/') {
		size_t plen = strcspn(++pattern, "/");
		size_t len = strcspn(++path, "/");

		if (!segment_fits(arg, pattern, plen, path, len))
			return false;
		pattern += plen;
		path += len;
	}

	return !*pattern && !*path;
}

/**
 * Walk the table of routes
 *
 * @param i Index
 *
 * @return Route, or NULL after the last
 */
const struct oh_route *oh_route_at(size_t i)
{
	return i < ROUTES ? &routev[i] : NULL;
}

/**
 * Find the route of a request
 *
 * @param rp     Set on success
 * @param arg    Set to what stood in place of the {placeholder}, decoded,
 *               or to ""
 * @param method Method, upper case
 * @param path   Path as on the wire
 *
 * @return 0; ENOENT: no such path; ENOTSUP: the path has other methods
 */
int oh_route_find(const struct oh_route **rp, char arg[OH_MODEL_ID],
		  const char *method, const char *path)
{
	int err = ENOENT;

	for (size_t i = 0; i < ROUTES; i++) {
		arg[0] = '\0';
		if (!fits(arg, routev[i].path, path))
			continue;
		if (0 == strcmp(routev[i].method, method)) {
			*rp = &routev[i];
			return 0;
		}
		err = ENOTSUP;
	}

	return err;
}

/**
 * List the methods of a path (RFC 9110 10.2.1)
 *
 * @param allow Set to the methods, with commas between
 * @param path  Path as on the wire
 */
void oh_route_allow(char allow[OH_ROUTE_ALLOW_SIZE], const char *path)
{
	char arg[OH_MODEL_ID];
	size_t len = 0;

	allow[0] = '\0';
	for (size_t i = 0; i < ROUTES && len < OH_ROUTE_ALLOW_SIZE; i++) {
		if (!fits(arg, routev[i].path, path))
			continue;
		len += (size_t)snprintf(allow + len,
					OH_ROUTE_ALLOW_SIZE - len, "%s%s",
					len ? ", " : "", routev[i].method);
	}
}
