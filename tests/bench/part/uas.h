/**
 * @file uas.h  Just enough of a SIP server to answer calls cheaply
 *
 * UDP on loopback from a peer we trust. It keeps no state: our tag of a call
 * is a hash of its Call-ID, so a repeated INVITE gets the same answer.
 */
#ifndef BENCH_UAS_H
#define BENCH_UAS_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

enum { UAS_BYTES = 4096 };

enum uas_method { UAS_OTHER, UAS_INVITE, UAS_ACK, UAS_CANCEL, UAS_BYE };

struct uas {
	int      fd;
	uint16_t port;
	char     out[UAS_BYTES];
};

struct uas_msg {
	enum uas_method    method;
	uint64_t           call;         /**< which one: hash of Call-ID   */
	uint64_t           at_us;        /**< when it came, oh_clock_us()  */
	uint16_t           rtp_port;     /**< of its SDP; 0: none          */
	unsigned           telev_pt;     /**< of telephone-event; 0: none  */
	struct sockaddr_in src;
	char               text[UAS_BYTES + 1];
};

int  uas_open(struct uas *u);
int  uas_conf(const struct uas *u, const char *path);
int  uas_recv(struct uas *u, struct uas_msg *m);
int  uas_ok(struct uas *u, const struct uas_msg *m, uint16_t rtp_port);
void uas_serve(struct uas *u, uint16_t rtp_port,
	       void (*h)(const struct uas_msg *m, void *arg), void *arg);

#endif
