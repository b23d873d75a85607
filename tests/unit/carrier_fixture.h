/**
 * @file carrier_fixture.h  A carrier and the scripted server it asks
 *
 * What comes is written down as words, and tests compare the text:
 * "owned:+14255550100 operation:running end:0". Time runs fast.
 */
#ifndef CARRIER_FIXTURE_H
#define CARRIER_FIXTURE_H

#include "base/compat.h"
#include "carrier/carrier.h"
#include "scripted.h"
#include "test.h"
#include "webpeer.h"

#define CFX_KEY "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

/* A reply of JSON; hdrs: lines with CRLF, or "" */
#define CFX_REPLY(status, hdrs, json)                                  \
	{ .text = "HTTP/1.1 " status "\r\n"                            \
		  "Content-Type: application/json\r\n" hdrs "\r\n"     \
		  json, .close = true }

/* Parts of replies */
#define CFX_CAPS "\"capabilities\":{\"calling\":\"inbound+outbound\"," \
	"\"sms\":\"none\"}"
#define CFX_KINDS "\"phoneNumberType\":\"geographic\","                \
	"\"assignmentType\":\"application\"," CFX_CAPS
#define CFX_COST "\"cost\":{\"amount\":1,\"currencyCode\":\"USD\","    \
	"\"billingFrequency\":\"monthly\"}"
#define CFX_OWNED(digits)                                              \
	"{\"id\":\"" digits "\",\"phoneNumber\":\"+" digits "\","      \
	"\"countryCode\":\"US\"," CFX_KINDS ","                        \
	"\"purchaseDate\":\"2026-11-23T12:00:00Z\"," CFX_COST "}"
#define CFX_OFFER                                                      \
	"{\"searchId\":\"s1\",\"phoneNumbers\":[\"+14255550123\"],"    \
	CFX_KINDS "," CFX_COST ","                                     \
	"\"searchExpiresBy\":\"2026-11-23T12:15:00Z\"}"
#define CFX_OPERATION(type, status, more)                              \
	"{\"operationType\":\"" type "\",\"status\":\"" status "\","   \
	"\"createdDateTime\":\"2026-11-23T12:00:00Z\","                \
	"\"id\":\"op1\"" more "}"

struct cfx {
	struct webpeer     p;
	struct hurry       hurry;
	struct oh_log     *log;
	struct oh_carrier *c;
	struct oh_task    *task;
	char               said[8192];
	char               words[1024];
	struct oh_carrier_end end;          /* texts below */
	char               code[OH_MODEL_NAME];
	char               text[1024];
	char               operation[OH_MODEL_ID];
	bool               done;
	unsigned           items;
	unsigned           drop_at;         /* release at this item        */
	bool               drop_at_end;
	uint64_t           begun_us;
	uint64_t           took_ms;         /* from start to end           */
};

int  cfx_start(struct cfx *f, const struct webpeer_reply *replyv,
	       uint32_t replyc);
void cfx_stop(struct cfx *f);
int  cfx_begin(struct cfx *f, const struct oh_carrier_req *req);
int  cfx_wait(struct cfx *f);
/* Begin and wait */
int  cfx_do(struct cfx *f, const struct oh_carrier_req *req);
/* First line of a request without "HTTP/1.1", in a buffer of the fixture */
bool cfx_asked(const struct cfx *f, uint32_t i, const char *line);

#endif
