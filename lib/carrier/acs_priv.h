/**
 * @file acs_priv.h  The Phone Numbers REST API: what its parts share
 *
 *     row (what an action is on the wire)
 *      |  msg: target and body
 *      v
 *     exchange (signed, sent, sent again) --reply--> task (pages, operations)
 *                                          \--fault (what went wrong)
 */
#ifndef OH_CARRIER_ACS_PRIV_H
#define OH_CARRIER_ACS_PRIV_H

#include "carrier/carrier_priv.h"
#include "carrier/link.h"
#include "carrier/retry.h"
#include "carrier/sign.h"
#include "http/client.h"
#include "http/query.h"

struct cJSON;

enum {
	OH_ACS_TOKEN_SIZE = 8192,   /**< Bearer token, NUL included          */
	OH_ACS_PAGE       = 100,    /**< Items a page by default             */
	OH_ACS_STATUSES   = 4,      /**< That one request may be glad of     */
	OH_ACS_HEADERS    = 9,
};

/** An account: where and as whom requests are sent */
struct oh_acs {
	struct oh_http    *http;
	struct oh_log     *log;
	struct oh_url      url;
	char               endpoint[OH_URL_HOST_SIZE + 24];  /**< no path   */
	struct oh_sign_key key;
	char              *token;              /**< NULL: sign with the key  */
	char               api_version[16];
	char               language[32];       /**< or ""                    */
	uint32_t           timeout_ms;         /**< of one exchange          */
};

/** What is in a reply that went well */
enum oh_acs_reply {
	OH_ACS_NOTHING,
	OH_ACS_ONE,             /**< One value                               */
	OH_ACS_PAGES,           /**< A list, perhaps with a link to more     */
	OH_ACS_OPERATION,       /**< Headers that name an operation          */
	OH_ACS_POLL,            /**< The operation itself                    */
};

/** One action */
struct oh_acs_row {
	const char          *method;
	const char          *path;      /**< "{country}": see acs_msg.c      */
	const char          *query;     /**< Pairs without value are dropped */
	struct cJSON      *(*bodyh)(const struct oh_carrier_req *req);
	enum oh_retry_class  cls;
	enum oh_acs_reply    reply;
	enum oh_item_kind    kind;      /**< of ONE, PAGES                   */
	const char          *member;    /**< of PAGES: the array             */
	enum oh_op_type      op;        /**< of OPERATION                    */
	enum oh_carrier_do   then;      /**< of OPERATION: reads its result;
					     OH_DO_MAX: nothing to be read   */
	uint16_t             okv[OH_ACS_STATUSES];
	const char          *version;   /**< of another API; NULL: theirs    */
};

const struct oh_acs_row *oh_acs_row(enum oh_carrier_do what);

/* Bodies; NULL: out of memory */
struct cJSON *oh_acs_body_search(const struct oh_carrier_req *req);
struct cJSON *oh_acs_body_buy(const struct oh_carrier_req *req);
struct cJSON *oh_acs_body_update(const struct oh_carrier_req *req);
struct cJSON *oh_acs_body_browse(const struct oh_carrier_req *req);
struct cJSON *oh_acs_body_reserve(const struct oh_carrier_req *req);
struct cJSON *oh_acs_body_agree(const struct oh_carrier_req *req);
struct cJSON *oh_acs_body_lookup(const struct oh_carrier_req *req);
struct cJSON *oh_acs_body_routing(const struct oh_carrier_req *req);

/** One request, as it is before it is signed */
struct oh_acs_msg {
	const char         *method;
	char                target[OH_LINK_SIZE];
	char               *body;         /**< of cJSON; NULL: none          */
	enum oh_retry_class cls;
};

int  oh_acs_msg_init(struct oh_acs_msg *msg, const struct oh_acs *acs,
		     const struct oh_carrier_req *req);
void oh_acs_msg_reset(struct oh_acs_msg *msg);
/* Path and query of an action. EINVAL: a member is missing; ERANGE */
int  oh_acs_target(char target[OH_LINK_SIZE], const struct oh_acs *acs,
		   const struct oh_acs_row *row,
		   const struct oh_carrier_req *req);

/** Header lines; secrets among them: reset when they were sent */
struct oh_acs_headers {
	char        text[OH_ACS_TOKEN_SIZE + 1024];
	size_t      len;
	const char *linev[OH_ACS_HEADERS];
	size_t      linec;
};

/* id: of the request; masked: for people */
int  oh_acs_headers_init(struct oh_acs_headers *h, const struct oh_acs *acs,
			 const struct oh_acs_msg *msg, const char *id,
			 bool masked);
void oh_acs_headers_reset(struct oh_acs_headers *h);

struct oh_exchange;

/** What came of a request with all its repetitions */
struct oh_exchange_end {
	int         err;                  /**< No reply; else see reply      */
	const char *why;                  /**< of err                        */
	uint64_t    wait_ms;              /**< what the server asked for, 0  */
	bool        doubt;                /**< an earlier try was answered in
					       a way that does not tell
					       whether it was carried out    */
	const struct oh_http_reply *reply;     /**< NULL if err              */
};

/* May release the exchange */
typedef void (oh_exchange_h)(const struct oh_exchange_end *end, void *arg);

/* msg: borrowed until the end or the release */
int oh_exchange_start(struct oh_exchange **xp, struct oh_acs *acs,
		      const struct oh_acs_msg *msg, oh_exchange_h *h,
		      void *arg);

/** What went wrong, as it will be told */
struct oh_acs_fault {
	int      err;
	uint16_t status;
	bool     doubt;         /**< see struct oh_exchange_end              */
	char     code[OH_MODEL_NAME];
	char     text[2 * OH_MODEL_TEXT];
};

int oh_acs_fault(struct oh_acs_fault *f, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* 0 if the status is one of okv */
int oh_acs_fault_of(struct oh_acs_fault *f, const struct oh_exchange_end *end,
		    const uint16_t *okv);

int oh_acs_task_start(void **workp, void *state, struct oh_task *task,
		      const struct oh_carrier_req *req);

#endif
