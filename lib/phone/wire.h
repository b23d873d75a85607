/**
 * @file wire.h  The SIP messages of one call, as replies of "ladder" tell
 */
#ifndef OH_PHONE_WIRE_H
#define OH_PHONE_WIRE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** One message; safe text */
struct oh_wire_line {
	uint32_t n;
	double   at_s;                 /**< since the first                  */
	bool     sent;
	char     src[64], dst[64];     /**< "192.0.2.1:5060"                 */
	char     proto[8];             /**< "udp" "tcp" "tls"                */
	char     line[128];            /**< "INVITE sip:.."                  */
	char     note[96];
};

/** Who has told them */
enum oh_wire_source {
	OH_WIRE_ASKED,                 /**< nobody yet                       */
	OH_WIRE_PROCESS,               /**< which holds the call, or did     */
	OH_WIRE_RECORD,                /**< a line each, no hosts, no texts  */
	OH_WIRE_NOBODY,                /**< they are not kept                */
};

struct oh_wire;

int  oh_wire_alloc(struct oh_wire **wp, const char *call);
const char *oh_wire_call(const struct oh_wire *w);
/* More of them; EBADMSG */
int  oh_wire_read(struct oh_wire *w, const cJSON *reply);
size_t oh_wire_count(const struct oh_wire *w);
const struct oh_wire_line *oh_wire_at(const struct oh_wire *w, size_t i);
/* The text of message n, as a reply of "message" told it; "" not yet */
int  oh_wire_set_text(struct oh_wire *w, uint32_t n, const cJSON *reply);
const char *oh_wire_text(const struct oh_wire *w, uint32_t n);
/* One that nobody needs to be asked for; text: given, safe */
void oh_wire_add(struct oh_wire *w, const struct oh_wire_line *l, char *text);
/* w NULL: asked */
enum oh_wire_source oh_wire_source(const struct oh_wire *w);
void oh_wire_set_source(struct oh_wire *w, enum oh_wire_source source);

#endif
