/**
 * @file mapped.h  How others see an address of ours (STUN, RFC 8489)
 */
#ifndef OH_SIP_MAPPED_H
#define OH_SIP_MAPPED_H

struct sa;
struct oh_mapped;

/**
 * Called once, never before oh_mapped_find() returns
 *
 * @param err    0; ETIMEDOUT: nobody answered for 2 s; or why not
 * @param laddr  Address and port that were asked about; free again
 * @param mapped How others see them
 * @param arg    Handler argument
 */
typedef void (oh_mapped_h)(int err, const struct sa *laddr,
			   const struct sa *mapped, void *arg);

/* Ask a server about laddr, port 0: any. mem_deref(*mp) stops. */
int oh_mapped_find(struct oh_mapped **mp, const struct sa *laddr,
		   const struct sa *server, oh_mapped_h *h, void *arg);

#endif
