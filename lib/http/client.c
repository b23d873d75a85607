/**
 * @file client.c  HTTP requests on the main loop
 */
#include "base/compat.h"
#include "base/scan.h"
#include "http/client.h"
#include "http/query.h"
#include "multi_priv.h"

enum {
	CONNECT_MS = 15000,
	BODY_FIRST = 4096,       /* First room for a body [bytes]  */
};

struct oh_http {
	struct oh_multi *multi;
	char *ca_file;
};

struct oh_http_headers {
	CURL *easy;
};

struct oh_http_req {
	struct oh_http *h;
	struct oh_http_headers headers;
	struct curl_slist *headerl;
	struct mbuf *body;
	size_t header_bytes;
	int    err;              /**< why we stopped libcurl, or 0         */
	bool   added;
	char   authority[OH_URL_HOST_SIZE + 8];
	char   detail[CURL_ERROR_SIZE];
	oh_http_reply_h *replyh;
	void  *arg;
};

/** What libcurl's codes mean here */
struct fault {
	CURLcode    code;
	int         err;
	const char *what;
};

#define CA_HINT ", if it has a private authority name that as ca_file"

static const struct fault faultv[] = {
	{ CURLE_COULDNT_RESOLVE_HOST,  EHOSTUNREACH, "no such host: "
		"check the name and the DNS" },
	{ CURLE_COULDNT_RESOLVE_PROXY, EHOSTUNREACH, "no such proxy: "
		"check the variables http_proxy and https_proxy" },
	{ CURLE_COULDNT_CONNECT,       ECONNREFUSED, "cannot connect: "
		"check address, port and firewall" },
	{ CURLE_OPERATION_TIMEDOUT,    ETIMEDOUT, "no answer in time" },
	{ CURLE_PEER_FAILED_VERIFICATION, ECONNABORTED,
		"its certificate cannot be trusted" CA_HINT },
	{ CURLE_SSL_CONNECT_ERROR,     ECONNABORTED, "TLS failed: "
		"check that the port speaks TLS 1.2 or later" },
	{ CURLE_SSL_CACERT_BADFILE,    ECONNABORTED,
		"ca_file cannot be read: it must be a PEM file" },
	{ CURLE_PARTIAL_FILE,          EPROTO,
		"the reply stopped before its end" },
	{ CURLE_GOT_NOTHING,           ECONNRESET,
		"it closed the connection without a reply" },
	{ CURLE_SEND_ERROR,            ECONNRESET, "the connection broke" },
	{ CURLE_RECV_ERROR,            ECONNRESET, "the connection broke" },
	/* So libcurl before 8.6 calls a header line above its own limit. */
	{ CURLE_OUT_OF_MEMORY,         EMSGSIZE,
		"the reply is too large, or memory is out" },
#if LIBCURL_VERSION_NUM >= 0x080600
	{ CURLE_TOO_LARGE,             EMSGSIZE, "the reply is too large" },
#endif
	{ CURLE_ABORTED_BY_CALLBACK,   ENOMEM, "too many connections" },
};

static const struct fault odd = {
	CURLE_OK, EPROTO, "that is no HTTP: check the port"
};

/** Methods and whether each has a body, even if empty */
static const struct method {
	const char *name;
	bool        body;
} methodv[] = {
	{ "GET",    false },
	{ "POST",   true  },
	{ "PATCH",  true  },
	{ "DELETE", false },
};

static void http_destructor(void *arg)
{
	struct oh_http *h = arg;

	mem_deref(h->multi);
	mem_deref(h->ca_file);
}

/* The transfer leaves the loop before it is released */
static void drop_easy(struct oh_http_req *req)
{
	CURL *easy = req->headers.easy;

	if (req->added)
		oh_multi_remove(req->h->multi, easy);
	req->added = false;
	curl_easy_cleanup(easy);
	req->headers.easy = NULL;
}

static void req_destructor(void *arg)
{
	struct oh_http_req *req = arg;

	drop_easy(req);
	curl_slist_free_all(req->headerl);
	mem_deref(req->body);
	mem_deref(req->h);
}

static const struct fault *find_fault(CURLcode code)
{
	for (size_t i = 0; i < ARRAY_SIZE(faultv); i++) {
		if (faultv[i].code == code)
			return &faultv[i];
	}

	return &odd;
}

static const char *what_of_limit(int err)
{
	return err == EMSGSIZE ? "the reply is too large" : "out of memory";
}

/* "HOST: what is wrong: how to mend it (libcurl's words)" */
static void print_why(char why[OH_HTTP_WHY_SIZE],
		      const struct oh_http_req *req, const char *what)
{
	int n = re_snprintf(why, OH_HTTP_WHY_SIZE, "%s: %s%s%s%s",
			    req->authority, what,
			    *req->detail && !req->err ? " (" : "",
			    req->err ? "" : req->detail,
			    *req->detail && !req->err ? ")" : "");

	if (n < 0)
		why[OH_HTTP_WHY_SIZE - 1] = '\0';
}

static void fail(struct oh_http_reply *reply, char why[OH_HTTP_WHY_SIZE],
		 const struct oh_http_req *req, CURLcode code)
{
	const struct fault *f = find_fault(code);

	reply->err = req->err ? req->err : f->err;
	reply->why = why;
	print_why(why, req, req->err ? what_of_limit(req->err) : f->what);
}

static void succeed(struct oh_http_reply *reply,
		    const struct oh_http_req *req)
{
	long status = 0;

	(void)curl_easy_getinfo(req->headers.easy, CURLINFO_RESPONSE_CODE,
				&status);
	reply->status = (uint16_t)status;
	if (req->body) {
		reply->body = (const char *)req->body->buf;
		reply->body_len = req->body->end - 1;
	}
}

static void done(CURLcode code, void *arg)
{
	struct oh_http_req *req = mem_ref(arg);
	struct oh_http_reply reply = { .body = "", .headers = &req->headers };
	char why[OH_HTTP_WHY_SIZE] = "";
	oh_http_reply_h *replyh = req->replyh;
	void *harg = req->arg;

	req->added = false;
	if (!code && req->body && mbuf_write_u8(req->body, 0)) {
		req->err = ENOMEM;
		code = CURLE_OUT_OF_MEMORY;
	}
	if (code)
		fail(&reply, why, req, code);
	else
		succeed(&reply, req);
	replyh(&reply, harg);

	/* Only the reply needed it. */
	drop_easy(req);
	mem_deref(req);
}

static size_t take_header(char *line, size_t size, size_t n, void *arg)
{
	struct oh_http_req *req = arg;
	(void)line;

	req->header_bytes += size * n;
	if (req->header_bytes <= OH_HTTP_HEADERS_MAX)
		return size * n;
	req->err = EMSGSIZE;

	return 0;
}

static int keep(struct oh_http_req *req, const void *data, size_t len)
{
	if (!req->body)
		req->body = mbuf_alloc(BODY_FIRST);
	if (!req->body)
		return ENOMEM;
	if (len > OH_HTTP_BODY_MAX - req->body->end)
		return EMSGSIZE;

	return mbuf_write_mem(req->body, data, len);
}

static size_t take_body(char *data, size_t size, size_t n, void *arg)
{
	struct oh_http_req *req = arg;

	req->err = keep(req, data, size * n);

	return req->err ? 0 : size * n;
}

static bool is_clean(const char *line)
{
	for (; *line; line++) {
		if ((uint8_t)*line < ' ' || *line == 0x7f)
			return false;
	}

	return true;
}

static int add_header(struct oh_http_req *req, const char *line)
{
	struct curl_slist *l;

	if (!line || !is_clean(line))
		return EBADMSG;
	l = curl_slist_append(req->headerl, line);
	if (!l)
		return ENOMEM;
	req->headerl = l;

	return 0;
}

/* What the caller wants, and nothing that libcurl would add by itself */
static int set_headers(struct oh_http_req *req,
		       const struct oh_http_req_prm *prm)
{
	bool typed = false;
	int err = 0;

	for (size_t i = 0; i < prm->headerc && !err; i++) {
		err = add_header(req, prm->headerv[i]);
		typed |= !err && 0 == strncasecmp(prm->headerv[i],
						  "Content-Type:", 13);
	}
	if (!err)
		err = add_header(req, "Expect:");
	if (!err && !typed)
		err = add_header(req, "Content-Type:");
	if (!err)
		err = curl_easy_setopt(req->headers.easy, CURLOPT_HTTPHEADER,
				       req->headerl) ? ENOMEM : 0;

	return err;
}

static int set_body(CURL *easy, const struct oh_http_req_prm *prm,
		    bool always)
{
	CURLcode code;

	if (!prm->body_len && !always)
		return 0;
	code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
				(curl_off_t)prm->body_len);
	if (!code)
		code = curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS,
					prm->body_len ? prm->body : "");

	return code ? ENOMEM : 0;
}

static int set_request(struct oh_http_req *req,
		       const struct oh_http_req_prm *prm)
{
	CURL *easy = req->headers.easy;
	const struct method *m = NULL;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(methodv); i++) {
		if (0 == strcmp(methodv[i].name, prm->method))
			m = &methodv[i];
	}
	if (!m)
		return EINVAL;

	err = set_body(easy, prm, m->body);
	if (err)
		return err;
	if (curl_easy_setopt(easy, CURLOPT_URL, prm->url) ||
	    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, m->name))
		return ENOMEM;

	/* libcurl repeats a request on which a kept connection died. What
	   changes something must not travel twice. */
	if (strcmp(m->name, "GET"))
		(void)curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);

	return 0;
}

static int set_tls(CURL *easy, const char *ca_file)
{
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	(void)curl_easy_setopt(easy, CURLOPT_SSLVERSION,
			       (long)CURL_SSLVERSION_TLSv1_2);
	if (!ca_file)
		return 0;
	(void)curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);

	return curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file) ? ENOMEM : 0;
}

static int set_limits(CURL *easy, uint32_t timeout_ms, bool loopback)
{
	const uint32_t connect_ms = min(timeout_ms, (uint32_t)CONNECT_MS);

	(void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	(void)curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
			       (long)CURL_HTTP_VERSION_1_1);
	(void)curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	(void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
			       (long)connect_ms);
	/* A request given up must not wait for the resolver's thread. */
	(void)curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	if (loopback && curl_easy_setopt(easy, CURLOPT_NOPROXY, "*"))
		return ENOMEM;

	return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https")
		? ENOMEM : 0;
}

static void set_handlers(struct oh_http_req *req)
{
	CURL *easy = req->headers.easy;

	(void)curl_easy_setopt(easy, CURLOPT_PRIVATE, req);
	(void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, req->detail);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, req);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, req);
}

static int prepare(struct oh_http_req *req, const struct oh_http_req_prm *prm)
{
	struct oh_url url;
	int err;

	err = oh_url_parse(&url, prm->url);
	if (err)
		return err;
	str_ncpy(req->authority, url.authority, sizeof(req->authority));
	req->headers.easy = curl_easy_init();
	if (!req->headers.easy)
		return ENOMEM;

	set_handlers(req);
	err = set_limits(req->headers.easy, prm->timeout_ms,
			 oh_url_is_loopback(&url));
	if (!err)
		err = set_tls(req->headers.easy, req->h->ca_file);
	if (!err)
		err = set_request(req, prm);
	if (!err)
		err = set_headers(req, prm);

	return err;
}

/**
 * Make a client
 *
 * @param hp      Set on success; requests under way keep what they need of
 *                it when it is released
 * @param ca_file PEM file of the only authority to be trusted, or NULL:
 *                those of the system; copied
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_http_alloc(struct oh_http **hp, const char *ca_file)
{
	struct oh_http *h;
	int err;

	if (!hp)
		return EINVAL;

	h = mem_zalloc(sizeof(*h), http_destructor);
	if (!h)
		return ENOMEM;
	err = oh_multi_alloc(&h->multi, done);
	if (!err && ca_file)
		err = str_dup(&h->ca_file, ca_file);
	if (err)
		mem_deref(h);
	else
		*hp = h;

	return err;
}

/**
 * Send a request
 *
 * The handler is called once, from the loop. It may release the request and
 * the client, and send again. Only a GET may travel on a connection that was
 * used before.
 *
 * @param rp     Set on success; released before the handler was called, the
 *               request is given up
 * @param h      Client, shared
 * @param prm    Request, borrowed; method GET, POST, PATCH or DELETE
 * @param replyh Called with what came of it
 * @param arg    Handler argument
 *
 * @return 0; EINVAL, also without a timeout; EBADMSG: broken URL, or a
 *         control character in a header; ENOMEM
 */
int oh_http_send(struct oh_http_req **rp, struct oh_http *h,
		 const struct oh_http_req_prm *prm,
		 oh_http_reply_h *replyh, void *arg)
{
	struct oh_http_req *req;
	int err;

	if (!rp || !h || !prm || !prm->method || !prm->url ||
	    !prm->timeout_ms || !replyh || (prm->body_len && !prm->body))
		return EINVAL;

	req = mem_zalloc(sizeof(*req), req_destructor);
	if (!req)
		return ENOMEM;
	req->h = mem_ref(h);
	req->replyh = replyh;
	req->arg = arg;

	err = prepare(req, prm);
	if (err)
		goto out;

	err = oh_multi_add(h->multi, req->headers.easy);
	if (err)
		goto out;
	req->added = true;

 out:
	if (err)
		mem_deref(req);
	else
		*rp = req;

	return err;
}

/**
 * Find a header of a reply
 *
 * @param reply Reply
 * @param name  Name; its case does not matter
 *
 * @return Value without surrounding blanks, of several the first; valid
 *         during the handler. NULL: not there
 */
const char *oh_http_header(const struct oh_http_reply *reply,
			   const char *name)
{
	struct curl_header *found = NULL;

	if (!reply || !reply->headers || !name ||
	    curl_easy_header(reply->headers->easy, name, 0, CURLH_HEADER, -1,
			     &found))
		return NULL;

	return found->value;
}
