/**
 * @file dispatch.c  From a request to its reply
 */
#include <cjson/cJSON.h>
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include "base/clock.h"
#include "base/id.h"
#include "http/query.h"
#include "simrest/body.h"
#include "simrest/dispatch.h"
#include "simrest/problem.h"
#include "simrest/route.h"
#include "simrest/turn.h"

/* What a Host may be made of: it comes back in links */
static bool is_host(const char *s)
{
	return s && *s && s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "abcdefghijklmnopqrstuvwxyz"
				   "0123456789.-_:[]")] == '\0';
}

static int check_http(struct oh_turn *t)
{
	const struct oh_request *req = t->req;

	if (req->fault)
		return oh_problem(t->reply, req->fault, NULL, "%s.",
				  req->why ? req->why : "Malformed request");
	if (!is_host(req->host))
		return oh_turn_refuse(t, "Host", "missing or malformed");

	return 0;
}

static int check_auth(struct oh_turn *t, const struct oh_auth *auth)
{
	const char *why = "";
	int err;

	err = oh_auth_check(auth, t->req, oh_clock_wall_us(), &why);
	if (err != EACCES)
		return err;

	err = oh_problem(t->reply, 401, NULL, "%s", why);
	if (!err)
		err = oh_reply_header(t->reply, "WWW-Authenticate",
				      "HMAC-SHA256, Bearer");

	return err;
}

static int check_fault(struct oh_turn *t)
{
	const struct oh_fault *f = oh_fault_take(t->faults, t->req->method,
						 t->req->path);
	int err;

	if (!f)
		return 0;

	err = oh_problem(t->reply, f->status, NULL,
			 "A failure that was asked for.");
	if (!err && f->has_retry)
		err = oh_reply_header(t->reply, "Retry-After", "%u",
				      f->retry_s);

	return err;
}

static int find_route(const struct oh_route **rp, struct oh_turn *t)
{
	char allow[OH_ROUTE_ALLOW_SIZE];
	int err;

	err = oh_route_find(rp, t->arg, t->req->method, t->req->path);
	if (err == ENOENT)
		return oh_problem(t->reply, 404, NULL,
				  "There is no such resource.");
	if (err != ENOTSUP)
		return err;

	oh_route_allow(allow, t->req->path);
	err = oh_problem(t->reply, 405, NULL, "Allowed here: %s.", allow);
	if (!err)
		err = oh_reply_header(t->reply, "Allow", "%s", allow);

	return err;
}

/* YYYY-MM-DD, and perhaps "-preview" */
static bool is_version(const char *s)
{
	static const char shape[] = "dddd-dd-dd";
	size_t i;

	for (i = 0; shape[i]; i++) {
		if (shape[i] == 'd' ? !isdigit((unsigned char)s[i])
				    : s[i] != shape[i])
			return false;
	}

	return !s[i] || 0 == strcmp(s + i, "-preview");
}

static int check_version(struct oh_turn *t)
{
	int err;

	err = oh_turn_query(t->version, sizeof(t->version), t,
			    "api-version");
	if (!err && !is_version(t->version))
		err = oh_turn_refuse(t, "api-version",
				     "must be there as YYYY-MM-DD");

	return err;
}

static bool has_body(const char *method)
{
	return 0 == strcmp(method, "POST") || 0 == strcmp(method, "PATCH");
}

/* Each step answers, or lets the next one try */
static int answer(struct oh_turn *t, struct oh_dispatch *d)
{
	const struct oh_route *route = NULL;
	const struct oh_reply *reply = t->reply;
	int err;

	err = check_http(t);
	if (!err && !reply->status)
		err = check_auth(t, &d->auth);
	if (!err && !reply->status)
		err = check_fault(t);
	if (!err && !reply->status)
		err = find_route(&route, t);
	if (!err && !reply->status)
		err = check_version(t);
	if (!err && !reply->status && has_body(t->req->method))
		err = oh_body_parse(t);
	if (!err && !reply->status)
		err = route->h(t);

	return err;
}

static int add_request_id(struct oh_reply *reply)
{
	char id[OH_ID_SIZE];

	oh_id_make(id, oh_clock_wall_us());

	return oh_reply_header(reply, "x-ms-request-id", "%s", id);
}

/**
 * Answer a request
 *
 * @param reply Reply; released first
 * @param d     What answers; its faults are counted
 * @param req   Request, borrowed
 *
 * @return 0: the reply has a status and, if 4xx or 5xx, the documented body;
 *         ENOMEM: it is empty, though the store may have done its part
 */
int oh_dispatch(struct oh_reply *reply, struct oh_dispatch *d,
		const struct oh_request *req)
{
	struct oh_turn t = {
		.req = req, .reply = reply, .store = d->store,
		.faults = &d->faults, .scheme = d->tls ? "https" : "http",
	};
	int err;

	oh_reply_reset(reply);
	err = answer(&t, d);
	cJSON_Delete(t.json);
	if (err && err != ENOMEM)
		err = reply->status ? 0 : oh_problem_of(reply, err);
	if (!err)
		err = add_request_id(reply);
	if (err)
		oh_reply_reset(reply);

	return err;
}
