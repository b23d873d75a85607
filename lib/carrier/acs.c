/**
 * @file acs.c  The Phone Numbers REST API: an account is opened
 *
 * Also the simulator's, which speaks the same.
 */
#include "base/compat.h"
#include <errno.h>
#include <unistd.h>
#include <cjson/cJSON.h>
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "carrier/acs_priv.h"
#include "carrier/connstr.h"

static const char default_version[] = "2025-06-01";

enum {
	DEFAULT_TIMEOUT_MS = 60000,
	CA_PATH_SIZE       = 2 * OH_CONF_VALUE,
};

static void acs_destructor(void *arg)
{
	struct oh_acs *a = arg;

	if (a->token)
		explicit_bzero(a->token, strlen(a->token));
	mem_deref(a->token);
	explicit_bzero(&a->key, sizeof(a->key));
	mem_deref(a->http);
}

/* What is signed may be seen by this machine alone, or by the service. */
static int set_endpoint(struct oh_acs *a, const char *text,
			const char **whyp)
{
	int err;

	err = oh_url_parse(&a->url, text);
	if (err || (*a->url.path && strcmp(a->url.path, "/"))) {
		*whyp = "the endpoint is not https://HOST[:PORT]";
		return EBADMSG;
	}
	if (!a->url.tls && !oh_url_is_loopback(&a->url)) {
		*whyp = "http:// is for this machine alone: write https://";
		return EACCES;
	}
	a->url.path = "";
	(void)snprintf(a->endpoint, sizeof(a->endpoint), "http%s://%s",
		       a->url.tls ? "s" : "", a->url.authority);

	return 0;
}

static int set_key(struct oh_acs *a, const char *base64, const char **whyp)
{
	int err;

	err = oh_sign_key_parse(&a->key, base64);
	if (err) {
		*whyp = "the access key is not base64";
		return err == ENOMEM ? err : EBADMSG;
	}

	return oh_log_mask(a->log, base64);
}

static int set_token(struct oh_acs *a, const char *token, const char **whyp)
{
	for (const char *p = token; *p; p++) {
		if (*p <= ' ' || *p >= 0x7f) {
			*whyp = "the token holds characters that no token "
				"has";
			return EBADMSG;
		}
	}
	if (str_dup(&a->token, token))
		return ENOMEM;

	return oh_log_mask(a->log, token);
}

static int set_connection(struct oh_acs *a, const char *text,
			  const char **whyp)
{
	struct oh_connstr cs;
	int err;

	err = oh_connstr_parse(&cs, text, whyp);
	if (!err)
		err = set_endpoint(a, cs.endpoint, whyp);
	if (!err)
		err = set_key(a, cs.key, whyp);
	explicit_bzero(&cs, sizeof(cs));

	return err;
}

typedef int (set_h)(struct oh_acs *a, const char *text, const char **whyp);

/* ENOENT: no such secret is configured */
static int from_secret(struct oh_acs *a, const struct oh_conf_secret *secret,
		       const struct oh_conf_carrier *conf, set_h *set,
		       const char **whyp)
{
	char text[OH_ACS_TOKEN_SIZE];
	int err;

	err = oh_conf_secret(text, sizeof(text), secret, conf->at.file,
			     whyp);
	if (!err)
		err = set(a, text, whyp);
	explicit_bzero(text, sizeof(text));

	return err;
}

static int from_conf(struct oh_acs *a, const struct oh_conf_carrier *conf,
		     const char **whyp)
{
	int err;

	err = from_secret(a, &conf->connection, conf, set_connection, whyp);
	if (err != ENOENT)
		return err;
	if (!*conf->endpoint) {
		*whyp = "neither a connection string nor an endpoint";
		return EINVAL;
	}
	err = set_endpoint(a, conf->endpoint, whyp);
	if (err)
		return err;
	err = from_secret(a, &conf->key, conf, set_key, whyp);
	if (err == ENOENT)
		err = from_secret(a, &conf->token, conf, set_token, whyp);
	if (err == ENOENT) {
		*whyp = "an endpoint, but neither a key nor a token";
		return EINVAL;
	}

	return err;
}

static int identify(struct oh_acs *a, const struct oh_carrier_prm *prm,
		    const char **whyp)
{
	if (prm->connection)
		return set_connection(a, prm->connection, whyp);
	if (prm->conf)
		return from_conf(a, prm->conf, whyp);
	*whyp = "no connection string";

	return EINVAL;
}

/* The file is read with the first request: too late to name its line */
static int open_http(struct oh_acs *a, const struct oh_conf_carrier *conf,
		     const char **whyp)
{
	char path[CA_PATH_SIZE];
	int err;

	if (!conf || !*conf->ca_file)
		return oh_http_alloc(&a->http, NULL);

	err = oh_conf_path_print(path, sizeof(path), conf->ca_file,
				 conf->at.file);
	if (!err && access(path, R_OK))
		err = errno;
	if (!err)
		err = oh_http_alloc(&a->http, path);
	if (err && err != ENOMEM)
		*whyp = "ca_file: cannot be read";

	return err;
}

static int open_acs(void **statep, const struct oh_carrier_prm *prm,
		    const char **whyp)
{
	const struct oh_conf_carrier *conf = prm->conf;
	struct oh_acs *a;
	int err;

	a = mem_zalloc(sizeof(*a), acs_destructor);
	if (!a)
		return ENOMEM;
	a->log = prm->log;
	a->timeout_ms = conf && conf->timeout_ms ? conf->timeout_ms
						 : DEFAULT_TIMEOUT_MS;
	str_ncpy(a->api_version, conf && *conf->api_version
		 ? conf->api_version : default_version,
		 sizeof(a->api_version));
	str_ncpy(a->language, prm->language ? prm->language : "",
		 sizeof(a->language));

	err = identify(a, prm, whyp);
	if (!err)
		err = open_http(a, conf, whyp);
	if (err)
		mem_deref(a);
	else
		*statep = a;

	return err;
}

static bool can(enum oh_carrier_do what)
{
	return oh_acs_row(what)->method != NULL;
}

static int print_head(struct mbuf *mb, const struct oh_acs *a,
		      const struct oh_acs_msg *msg)
{
	struct oh_acs_headers headers;
	char id[OH_ID_SIZE];
	int err;

	oh_id_make(id, oh_clock_wall_us());
	err = oh_acs_headers_init(&headers, a, msg, id, true);
	if (!err)
		err = mbuf_printf(mb, "%s %s%s\n", msg->method, a->endpoint,
				  msg->target);
	for (size_t i = 0; i < headers.linec && !err; i++)
		err = mbuf_printf(mb, "%s\n", headers.linev[i]);
	oh_acs_headers_reset(&headers);

	return err;
}

static int print_body(struct mbuf *mb, const struct oh_acs_msg *msg)
{
	struct cJSON *json;
	char *text;
	int err;

	if (!msg->body)
		return 0;
	json = cJSON_Parse(msg->body);
	text = json ? cJSON_Print(json) : NULL;
	err = text ? mbuf_printf(mb, "\n%s\n", text) : ENOMEM;
	cJSON_free(text);
	cJSON_Delete(json);

	return err;
}

static int print(char **textp, void *state, const struct oh_carrier_req *req)
{
	struct mbuf *mb = mbuf_alloc(1024);
	struct oh_acs_msg msg;
	int err;

	if (!mb)
		return ENOMEM;
	err = oh_acs_msg_init(&msg, state, req);
	if (!err)
		err = print_head(mb, state, &msg);
	if (!err)
		err = print_body(mb, &msg);
	mb->pos = 0;
	if (!err)
		err = mbuf_strdup(mb, textp, mb->end);
	oh_acs_msg_reset(&msg);
	mem_deref(mb);

	return err;
}

const struct oh_carrier_ops oh_acs_ops = {
	.open = open_acs, .can = can, .start = oh_acs_task_start,
	.print = print,
};
