/**
 * @file portcall.c  Which call a port of ours carries the audio of
 */
#include "base/compat.h"
#include "trace/callid.h"
#include "trace/portcall.h"

struct oh_portcall {
	unsigned next;
	struct {
		uint16_t port;               /* 0: free                    */
		char     call_id[OH_PORTCALL_ID];
	} v[OH_PORTCALL_MAX];
};

/**
 * Make an empty one
 *
 * @param pp Returned, release with mem_deref
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_portcall_alloc(struct oh_portcall **pp)
{
	if (!pp)
		return EINVAL;
	*pp = mem_zalloc(sizeof(**pp), NULL);

	return *pp ? 0 : ENOMEM;
}

/* The port of the first line of audio (RFC 8866 5.14), 0 if there is none */
static uint16_t audio_port(const struct oh_trace *t)
{
	static const char head[] = "\nm=audio ";
	const uint8_t *p = memmem(t->data, t->len, head, sizeof(head) - 1);
	struct pl port, rest;

	if (!p)
		return 0;
	rest.p = (const char *)p + sizeof(head) - 1;
	rest.l = t->len - (size_t)(rest.p - (const char *)t->data);
	if (re_regex(rest.p, rest.l, "[0-9]+", &port) || port.p != rest.p ||
	    port.l > 5)
		return 0;

	return (uint16_t)pl_u32(&port);
}

/**
 * Learn from a SIP message of ours
 *
 * @param p Table; the oldest entry gives way
 * @param t Message, borrowed
 */
void oh_portcall_learn(struct oh_portcall *p, const struct oh_trace *t)
{
	uint16_t port = t->tx ? audio_port(t) : 0;
	const char *known;
	struct pl call_id;
	unsigned i;

	if (!port || !oh_callid_find(&call_id, t) ||
	    call_id.l >= OH_PORTCALL_ID)
		return;
	known = oh_portcall_find(p, port);
	if (known && 0 == pl_strcmp(&call_id, known))
		return;
	i = p->next++ % OH_PORTCALL_MAX;
	p->v[i].port = port;
	(void)pl_strcpy(&call_id, p->v[i].call_id, OH_PORTCALL_ID);
}

/**
 * Find the call of a port, the latest one that has used it
 *
 * @param p    Table
 * @param port Port of ours, of RTP
 *
 * @return Call-ID, borrowed until more is learnt; NULL: not known
 */
const char *oh_portcall_find(const struct oh_portcall *p, uint16_t port)
{
	for (unsigned n = 1; port && n <= OH_PORTCALL_MAX; n++) {
		unsigned i = (p->next - n) % OH_PORTCALL_MAX;

		if (p->v[i].port == port)
			return p->v[i].call_id;
	}
	return NULL;
}
