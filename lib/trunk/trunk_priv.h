/**
 * @file trunk_priv.h  What the files of a trunk share
 */
#ifndef OH_TRUNK_TRUNK_PRIV_H
#define OH_TRUNK_TRUNK_PRIV_H

#include "base/compat.h"
#include "sip/resolve.h"
#include "trunk/allow.h"
#include "trunk/hostport.h"
#include "trunk/trunk.h"

struct oh_mapped;
struct oh_ping;
struct oh_register;
struct oh_tls;

enum { OH_TRUNK_ROUTE_SIZE = 128, OH_TRUNK_URI_SIZE = 700 };

struct oh_trunk {
	struct oh_trunk_prm prm;
	enum oh_trunk_state state;
	enum oh_trunk_state up;   /* READY or REGISTERED, whichever last  */
	bool closing;
	bool leaving;          /* registers no more                       */
	char *password;
	struct oh_cred cred;
	struct oh_allow allow;
	struct oh_hostport next_hop;
	struct oh_hostport public;
	struct oh_hostport fqdn;
	struct sa laddr;       /* where to bind; port 0: any              */
	struct tmr tmr;
	struct oh_resolve *q;
	uint32_t addri, addrc;
	struct sa addrv[OH_RESOLVE_ADDRS_MAX];
	char route[OH_TRUNK_ROUTE_SIZE];
	struct oh_tls *tls;
	struct oh_sip *sip;
	struct oh_mapped *mapped;

	struct oh_register *reg;
	struct tmr tmr_reg;    /* until the next round of all addresses   */
	unsigned rounds;       /* in a row that reached nobody            */

	struct oh_ping *ping;
	struct tmr tmr_ping;
	struct tmr tmr_alive;
	unsigned missed;       /* OPTIONS in a row                        */
	uint64_t missed_us;    /* the first of them, time of day          */
	uint64_t silent_us;    /* nobody answers since then; 0: they do   */
};

/* trunk.c */
void oh_trunk_tell(struct oh_trunk *t, enum oh_trunk_state state,
		   uint16_t scode, int err, const char *why);
void oh_trunk_fail(struct oh_trunk *t, uint16_t scode, int err,
		   const char *fmt, ...);
enum oh_sip_transp oh_trunk_transp(const struct oh_trunk *t);
int  oh_trunk_resolve(struct oh_trunk *t, oh_resolve_h *h);
void oh_trunk_use(struct oh_trunk *t, const struct sa *addrv,
		  uint32_t addrc);
void oh_trunk_start(struct oh_trunk *t);
void oh_trunk_ready(struct oh_trunk *t);
void oh_trunk_close_stack(struct oh_trunk *t);

/* trunk_uri.c */
int  oh_trunk_domain_print(struct re_printf *pf, const struct oh_trunk *t);
const char *oh_trunk_conf_read(struct oh_trunk *t);

/* trunk_tls.c */
int  oh_trunk_tls_alloc(struct oh_trunk *t);

/* trunk_stun.c */
int  oh_trunk_stun_start(struct oh_trunk *t);

/* trunk_reg.c */
bool oh_trunk_reg_is_wanted(const struct oh_trunk *t);
int  oh_trunk_reg_start(struct oh_trunk *t);

/* trunk_health.c */
bool oh_trunk_is_reached_by_flow(const struct oh_trunk *t);
void oh_trunk_flow_start(struct oh_trunk *t);
void oh_trunk_health_start(struct oh_trunk *t);
void oh_trunk_health_stop(struct oh_trunk *t);

#endif
