/**
 * @file auth.c  Whether a request may be answered
 *
 * A signature is good over the query as it came on the wire, or over the
 * query as a form would write it, which is what the JavaScript SDK signs.
 * The same signature may come twice: a client's retry repeats it.
 */
#include "base/compat.h"
#include <openssl/crypto.h>
#include "http/query.h"
#include "simrest/auth.h"
#include "simrest/request.h"
#include "simrest/simrest.h"

static const char hmac[] = "HMAC-SHA256 ";
static const char bearer[] = "Bearer ";

/** What can stand for the date, and how the client says that it did */
static const char over_ms_date[] =
	"SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
static const char over_date[] =
	"SignedHeaders=date;host;x-ms-content-sha256&Signature=";

static bool skip(const char **sp, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncasecmp(*sp, prefix, len))
		return false;
	*sp += len;

	return true;
}

static bool is_same(const char *a, const char *b)
{
	size_t len = strlen(a);

	return len == strlen(b) && 0 == CRYPTO_memcmp(a, b, len);
}

static int deny(const char **whyp, const char *why)
{
	*whyp = why;

	return EACCES;
}

static int check_body(const struct oh_request *req, const char **whyp)
{
	char hash[OH_SIGN_B64_SIZE];
	int err;

	if (!req->hash)
		return deny(whyp, "There is no x-ms-content-sha256.");

	err = oh_sign_hash(hash, req->body, req->body_len);
	if (err)
		return err;
	if (!is_same(hash, req->hash))
		return deny(whyp, "Request 'x-ms-content-sha256' differs "
			    "from generated content hash.");

	return 0;
}

static int check_date(const char *date, uint64_t wall_us, const char **whyp)
{
	const uint64_t skew_us = 1000ull * OH_SIMREST_SKEW_MS;
	uint64_t us;

	if (!date || oh_sign_date_parse(&us, date))
		return deny(whyp, "The date is missing or malformed.");
	if (us + skew_us < wall_us || wall_us + skew_us < us)
		return deny(whyp, "The date is too far from now.");

	return 0;
}

/* The query as a form would write it: at most three times as long */
static int print_form_target(char **targetp, const struct oh_request *req)
{
	size_t path = strlen(req->path);
	size_t size = path + 1 + 3 * strlen(req->query) + 2;
	char *target = mem_alloc(size, NULL);
	int err;

	if (!target)
		return ENOMEM;

	memcpy(target, req->path, path);
	target[path] = '?';
	err = oh_query_reencode(target + path + 1, size - path - 1,
				req->query);
	if (err) {
		mem_deref(target);
		return err;
	}
	if (target[path + 1] == '\0')
		target[path] = '\0';
	*targetp = target;

	return 0;
}

static int compare(const struct oh_auth *a, const struct oh_sign_prm *prm,
		   const char *signature)
{
	char good[OH_SIGN_B64_SIZE];
	int err;

	err = oh_sign(good, &a->key, prm);
	if (err)
		return err;

	return is_same(good, signature) ? 0 : EACCES;
}

static int check_signature(const struct oh_auth *a,
			   const struct oh_request *req, const char *date,
			   const char *signature)
{
	struct oh_sign_prm prm = { .method = req->method, .host = req->host,
				   .date = date, .hash = req->hash };
	char *wire = NULL, *form = NULL;
	int err;

	err = re_sdprintf(&wire, "%s%s%s", req->path,
			  *req->query ? "?" : "", req->query);
	if (err)
		goto out;
	prm.target = wire;
	err = compare(a, &prm, signature);
	if (err != EACCES)
		goto out;

	err = print_form_target(&form, req);
	if (err)
		goto out;
	prm.target = form;
	err = compare(a, &prm, signature);

 out:
	mem_deref(form);
	mem_deref(wire);

	return err;
}

static int check_hmac(const struct oh_auth *a, const struct oh_request *req,
		      uint64_t wall_us, const char *credentials,
		      const char **whyp)
{
	const char *signature = credentials, *date;
	int err;

	if (skip(&signature, over_ms_date))
		date = req->ms_date;
	else if (skip(&signature, over_date))
		date = req->date;
	else
		return deny(whyp, "Authorization: not the headers that must "
			    "be signed.");
	if (!req->host)
		return deny(whyp, "There is no Host.");

	err = check_body(req, whyp);
	if (!err)
		err = check_date(date, wall_us, whyp);
	if (err)
		return err;

	err = check_signature(a, req, date, signature);
	if (!err || err == ENOMEM)
		return err;

	return deny(whyp, "The signature does not fit.");
}

/**
 * Check who signed a request
 *
 * @param a       Key, and whether any token will do
 * @param req     Request
 * @param wall_us Now [us]; OH_SIMREST_SKEW_MS to either side is allowed
 * @param whyp    Set to a static text on EACCES
 *
 * @return 0, EACCES, ENOMEM
 */
int oh_auth_check(const struct oh_auth *a, const struct oh_request *req,
		  uint64_t wall_us, const char **whyp)
{
	const char *s = req->authorization;

	if (!s)
		return deny(whyp, "There is no Authorization.");
	if (skip(&s, hmac))
		return check_hmac(a, req, wall_us, s, whyp);
	if (skip(&s, bearer) && *s && a->any_token)
		return 0;

	return deny(whyp, "Denied by the resource provider.");
}
