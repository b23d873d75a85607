/**
 * @file trunk.h  A live trunk: where calls leave and come from
 *
 * Made from one [trunk] of the configuration: finds its server, opens one
 * SIP stack on the local address that leads there, knows who we are to it,
 * registers if told to, looks after its server, and says which addresses may
 * ring us. A trunk that has failed may become READY or REGISTERED again.
 */
#ifndef OH_TRUNK_TRUNK_H
#define OH_TRUNK_TRUNK_H

#include <stdbool.h>
#include <stdint.h>
#include "base/log.h"
#include "conf/conf.h"
#include "sip/digest.h"
#include "sip/ping.h"
#include "sip/stack.h"

struct sa;
struct oh_resolver;
struct oh_tls;
struct oh_trunk;

enum oh_trunk_state {
	OH_TRUNK_OPENING,        /**< looking for the server             */
	OH_TRUNK_READY,          /**< calls may leave                    */
	OH_TRUNK_REGISTERED,     /**< and calls may come                 */
	OH_TRUNK_FAILED,         /**< err, scode tell why                */
	OH_TRUNK_CLOSED,         /**< the last word                      */
};

/** What changed; why is borrowed, "" if nothing is wrong */
typedef void (oh_trunk_h)(struct oh_trunk *t, enum oh_trunk_state state,
			  uint16_t scode, int err, const char *why,
			  void *arg);

struct oh_trunk_prm {
	const struct oh_conf_trunk *conf;   /**< borrowed while it lives   */
	const char         *password;       /**< copied; NULL: none        */
	bool                reg;            /**< register, whatever conf   */
	bool                from_anyone;    /**< no source filter          */
	struct oh_resolver *resolver;
	struct oh_log      *log;
	oh_sip_invite_h    *inviteh;        /**< called with arg           */
	oh_sip_trace_h     *traceh;
	oh_trunk_h         *h;
	void               *arg;
};

int  oh_trunk_open(struct oh_trunk **tp, const struct oh_trunk_prm *prm);
/* The same, with the password that its configuration names; may block */
int  oh_trunk_open_conf(struct oh_trunk **tp, const struct oh_trunk_prm *prm);
void oh_trunk_close(struct oh_trunk *t);    /* calls first */
/* No more calls come by registration; those under way go on */
void oh_trunk_leave(struct oh_trunk *t);
struct oh_session_prm oh_trunk_session(const struct oh_conf_trunk *conf);
/* Its server may have moved: those addresses count from when they are found;
   0, EALREADY, or why nothing is looked up. Not of one that registers, which
   does it by itself */
int  oh_trunk_look_up(struct oh_trunk *t);
/* Certificates may be new ones; a keep-alive looks by itself */
int  oh_trunk_reload(struct oh_trunk *t);
/* What the server has shown: oh_tls_peer(), oh_tls_why(); or NULL */
const struct oh_tls *oh_trunk_tls(const struct oh_trunk *t);
enum oh_trunk_state oh_trunk_state(const struct oh_trunk *t);
/* Time of day since when nobody answers there, as far as it has been asked by
   OPTIONS, or to register; 0: somebody does [us] */
uint64_t oh_trunk_silent_us(const struct oh_trunk *t);
const struct oh_conf_trunk *oh_trunk_conf(const struct oh_trunk *t);
struct oh_sip *oh_trunk_sip(const struct oh_trunk *t);
const struct oh_cred *oh_trunk_cred(const struct oh_trunk *t);
const struct sa *oh_trunk_laddr(const struct oh_trunk *t);
/* What others see instead of laddr (public_address), or NULL */
const char *oh_trunk_public_host(const struct oh_trunk *t);
/* Where packets go: a route for struct oh_leg_prm; "" before READY */
const char *oh_trunk_route(const struct oh_trunk *t);
bool oh_trunk_has_next(const struct oh_trunk *t);
/* On to the server's next address; 0: there is none */
uint32_t oh_trunk_next(struct oh_trunk *t);
/* Somebody's address there */
int  oh_trunk_conf_uri(char *buf, size_t size,
		       const struct oh_conf_trunk *conf, const char *user);
/* user may be a number as the trunk wants it, or an account */
int  oh_trunk_uri(char *buf, size_t size, const struct oh_trunk *t,
		  const char *user);
/* Whether its server is there: OPTIONS, once */
int  oh_trunk_ask(struct oh_ping **pp, struct oh_trunk *t, oh_ping_h *h,
		  void *arg);
/* An address of the server, or one that allow_from names */
bool oh_trunk_is_known(const struct oh_trunk *t, const struct sa *src);
/* The same of a request, or it comes by TLS and has the server's certificate;
   asked in a handler of `at` */
bool oh_trunk_is_from(const struct oh_trunk *t, const struct oh_sip *at,
		      const struct sip_msg *msg);

#endif
