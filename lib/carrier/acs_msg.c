/**
 * @file acs_msg.c  A request: target, body and header lines
 */
#include "base/compat.h"
#include <cjson/cJSON.h>
#include <ctype.h>
#include "base/clock.h"
#include "carrier/acs_priv.h"
#include "carrier/word.h"

enum { VALUES = 9 };

/** What stands in braces in a path or query, and what for */
struct value {
	const char *name;
	const char *text;            /* NULL or "": not said */
};

struct values {
	struct value v[VALUES];
	char country[4];
	char page[12];
};

static void values_init(struct values *values,
			const struct oh_carrier_req *req)
{
	const struct value v[VALUES] = {
		{ "country",    values->country                     },
		{ "number",     req->number                         },
		{ "id",         req->id                             },
		{ "type",       oh_word_type(req->type)             },
		{ "assignment", oh_word_assignment(req->assignment) },
		{ "area",       req->area                           },
		{ "locality",   req->locality                       },
		{ "division",   req->division                       },
		{ "page",       values->page                        },
	};

	memcpy(values->v, v, sizeof(v));
	(void)snprintf(values->page, sizeof(values->page), "%u",
		       req->page ? req->page : OH_ACS_PAGE);
	str_ncpy(values->country, req->country ? req->country : "",
		 sizeof(values->country));
	for (char *c = values->country; *c; c++)
		*c = (char)toupper((unsigned char)*c);
}

static const char *value_of(const struct values *values, const char *name,
			    size_t len)
{
	for (int i = 0; i < VALUES; i++) {
		const struct value *v = &values->v[i];

		if (strlen(v->name) == len && !strncmp(v->name, name, len))
			return v->text;
	}
	return NULL;
}

static int append(char target[OH_LINK_SIZE], const char *text, size_t len)
{
	size_t n = strlen(target);

	if (n + len >= OH_LINK_SIZE)
		return ERANGE;
	memcpy(target + n, text, len);
	target[n + len] = '\0';

	return 0;
}

/* Up to len characters with one value at most; EINVAL: that is not said */
static int expand(char target[OH_LINK_SIZE], const char *text, size_t len,
		  const struct values *values)
{
	const char *brace = memchr(text, '{', len);
	const char *end = brace ? memchr(brace, '}', len) : NULL;
	const char *value;
	size_t n;
	int err;

	if (!end)
		return append(target, text, len);
	value = value_of(values, brace + 1, (size_t)(end - brace - 1));
	if (!str_isset(value))
		return EINVAL;

	err = append(target, text, (size_t)(brace - text));
	if (err)
		return err;
	n = strlen(target);
	err = oh_url_encode(target + n, OH_LINK_SIZE - n, value);

	return err ? err : append(target, end + 1,
				  len - (size_t)(end + 1 - text));
}

/* Pairs whose value was not said are left out */
static int add_query(char target[OH_LINK_SIZE], const char *query,
		     const struct values *values)
{
	while (*query) {
		size_t len = strcspn(query, "&");
		int err;

		err = expand(target, query, len, values);
		if (!err)
			err = append(target, "&", 1);
		if (err && err != EINVAL)
			return err;
		query += len;
		query += *query == '&';
	}

	return 0;
}

/**
 * Print path and query of an action
 *
 * @param target Receives it
 * @param acs    Account
 * @param row    Action
 * @param req    What is wanted
 *
 * @return 0; EINVAL: what the path needs was not said; ERANGE: too long
 */
int oh_acs_target(char target[OH_LINK_SIZE], const struct oh_acs *acs,
		  const struct oh_acs_row *row,
		  const struct oh_carrier_req *req)
{
	struct values values;
	const char *version = row->version ? row->version : acs->api_version;
	int err;

	values_init(&values, req);
	*target = '\0';
	err = expand(target, row->path, strlen(row->path), &values);
	if (!err)
		err = append(target, "?", 1);
	if (!err && row->query)
		err = add_query(target, row->query, &values);
	if (!err)
		err = append(target, "api-version=", 12);
	if (!err)
		err = append(target, version, strlen(version));

	return err;
}

/**
 * Make the request of an action
 *
 * @param msg Request; oh_acs_msg_reset() it, also after an error
 * @param acs Account
 * @param req What is wanted
 *
 * @return 0, EINVAL, ERANGE or ENOMEM
 */
int oh_acs_msg_init(struct oh_acs_msg *msg, const struct oh_acs *acs,
		    const struct oh_carrier_req *req)
{
	const struct oh_acs_row *row = oh_acs_row(req->what);
	struct cJSON *json;
	int err;

	memset(msg, 0, sizeof(*msg));
	msg->method = row->method;
	msg->cls    = row->cls;
	err = oh_acs_target(msg->target, acs, row, req);
	if (!err && req->what == OH_DO_ROUTING_UPDATE && !req->routing)
		err = EINVAL;
	if (err || !row->bodyh)
		return err;

	json = row->bodyh(req);
	if (!json)
		return ENOMEM;
	msg->body = cJSON_PrintUnformatted(json);
	cJSON_Delete(json);

	return msg->body ? 0 : ENOMEM;
}

/**
 * Release what a request holds
 *
 * @param msg Request; it can be reset again
 */
void oh_acs_msg_reset(struct oh_acs_msg *msg)
{
	cJSON_free(msg->body);
	msg->body = NULL;
}

static int add(struct oh_acs_headers *h, const char *name,
	       const char *before, const char *value)
{
	size_t left = sizeof(h->text) - h->len;
	int n;

	n = snprintf(h->text + h->len, left, "%s: %s%s", name, before, value);
	if (n < 0 || (size_t)n >= left || h->linec >= OH_ACS_HEADERS)
		return ERANGE;
	h->linev[h->linec++] = h->text + h->len;
	h->len += (size_t)n + 1;

	return 0;
}

/* The parts that the signature covers, and the signature */
static int add_signed(struct oh_acs_headers *h, const struct oh_acs *acs,
		      const struct oh_acs_msg *msg, bool masked)
{
	char date[OH_SIGN_DATE_SIZE], hash[OH_SIGN_B64_SIZE];
	char signature[OH_SIGN_B64_SIZE];
	const struct oh_sign_prm prm = {
		.method = msg->method, .target = msg->target,
		.host = acs->url.authority, .date = date, .hash = hash,
	};
	int err;

	err = oh_sign_date_print(date, oh_clock_wall_us());
	if (!err)
		err = oh_sign_hash(hash, msg->body ? msg->body : "",
				   msg->body ? strlen(msg->body) : 0);
	if (!err)
		err = oh_sign(signature, &acs->key, &prm);
	if (!err)
		err = add(h, "x-ms-date", "", date);
	if (!err)
		err = add(h, "x-ms-content-sha256", "", hash);
	if (!err)
		err = add(h, "Authorization", "HMAC-SHA256 SignedHeaders="
			  "x-ms-date;host;x-ms-content-sha256&Signature=",
			  masked ? "***" : signature);
	explicit_bzero(signature, sizeof(signature));

	return err;
}

static int add_content(struct oh_acs_headers *h, const struct oh_acs_msg *msg)
{
	bool patch = 0 == strcmp(msg->method, "PATCH");

	if (!msg->body)
		return 0;

	return add(h, "Content-Type", "", patch
		   ? "application/merge-patch+json" : "application/json");
}

/**
 * Make the header lines of a request, dated and signed now
 *
 * @param h      Lines; oh_acs_headers_reset() them, also after an error
 * @param acs    Account
 * @param msg    Request
 * @param id     Its id, the same in every repetition
 * @param masked Put "***" in place of signature or token: for people
 *
 * @return 0, ERANGE, or an error of the hash
 */
int oh_acs_headers_init(struct oh_acs_headers *h, const struct oh_acs *acs,
			const struct oh_acs_msg *msg, const char *id,
			bool masked)
{
	int err;

	h->len = h->linec = 0;
	err = add(h, "Accept", "", "application/json");
	if (!err && *acs->language)
		err = add(h, "Accept-Language", "", acs->language);
	if (!err)
		err = add(h, "User-Agent", "offhook/", OH_VERSION);
	if (!err)
		err = add(h, "x-ms-client-request-id", "", id);
	if (!err)
		err = add_content(h, msg);
	if (err)
		return err;

	return acs->token ? add(h, "Authorization", "Bearer ",
				masked ? "***" : acs->token)
			  : add_signed(h, acs, msg, masked);
}

/**
 * Wipe header lines
 *
 * @param h Lines
 */
void oh_acs_headers_reset(struct oh_acs_headers *h)
{
	explicit_bzero(h, sizeof(*h));
}
