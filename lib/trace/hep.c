/**
 * @file hep.c  SIP messages and RTCP reports to a collector (HEP version 3)
 *
 *     "HEP3"  length   chunk  chunk  chunk ...  payload
 *      4 bytes  2        |
 *                     vendor 0  type  length   value
 *                        2       2      2
 *
 * Lengths count their own header. All is in network order.
 */
#include <openssl/crypto.h>
#include <pthread.h>
#include <sys/socket.h>
#include "base/compat.h"
#include "trace/blank.h"
#include "trace/hep.h"
#include "trace/portcall.h"
#include "trace/rtcpjson.h"

enum {
	HEAD_SIZE    = 6,
	CHUNK_SIZE   = 6,
	PACKET_MAX   = 65507,     /* what a UDP packet over IPv4 holds     */
	PASSWORD_MAX = 1024,
};

enum chunk {
	FAMILY    = 1,
	PROTOCOL  = 2,
	SRC4      = 3,
	DST4      = 4,
	SRC6      = 5,
	DST6      = 6,
	SRC_PORT  = 7,
	DST_PORT  = 8,
	TIME_S    = 9,
	TIME_US   = 10,
	KIND      = 11,           /* of the payload */
	AGENT     = 12,
	PASSWORD  = 14,
	PAYLOAD   = 15,
	CALL_ID   = 17,           /* "correlation" */
};

enum {
	FAMILY_IP4   = 2,         /* the numbers of Linux, on any system   */
	FAMILY_IP6   = 10,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	KIND_SIP     = 1,
	KIND_RTCP    = 5,         /* as JSON                               */
};

struct oh_hep {
	int      fd;
	uint32_t id;
	char    *password;
	struct mbuf *mb;
	struct oh_portcall *calls;
	pthread_mutex_t lock;     /* RTCP comes from the media thread      */
	bool     locked;          /* .. and is made                        */
};

static int put(struct mbuf *mb, enum chunk type, const void *p, size_t n)
{
	int err;

	err = mbuf_write_u16(mb, 0);
	if (!err)
		err = mbuf_write_u16(mb, htons((uint16_t)type));
	if (!err)
		err = mbuf_write_u16(mb, htons((uint16_t)(CHUNK_SIZE + n)));

	return err ? err : mbuf_write_mem(mb, p, n);
}

static int put8(struct mbuf *mb, enum chunk type, uint8_t v)
{
	return put(mb, type, &v, sizeof(v));
}

static int put32(struct mbuf *mb, enum chunk type, uint32_t v)
{
	v = htonl(v);

	return put(mb, type, &v, sizeof(v));
}

static int put_ip4(struct mbuf *mb, const struct oh_trace *t)
{
	const struct sockaddr_in *src = (const void *)&t->src;
	const struct sockaddr_in *dst = (const void *)&t->dst;
	int err;

	err = put8(mb, FAMILY, FAMILY_IP4);
	if (!err)
		err = put(mb, SRC4, &src->sin_addr, 4);
	if (!err)
		err = put(mb, DST4, &dst->sin_addr, 4);
	if (!err)
		err = put(mb, SRC_PORT, &src->sin_port, 2);

	return err ? err : put(mb, DST_PORT, &dst->sin_port, 2);
}

static int put_ip6(struct mbuf *mb, const struct oh_trace *t)
{
	const struct sockaddr_in6 *src = (const void *)&t->src;
	const struct sockaddr_in6 *dst = (const void *)&t->dst;
	int err;

	err = put8(mb, FAMILY, FAMILY_IP6);
	if (!err)
		err = put(mb, SRC6, &src->sin6_addr, 16);
	if (!err)
		err = put(mb, DST6, &dst->sin6_addr, 16);
	if (!err)
		err = put(mb, SRC_PORT, &src->sin6_port, 2);

	return err ? err : put(mb, DST_PORT, &dst->sin6_port, 2);
}

static bool is_stream(const struct oh_trace *t)
{
	return t->proto == OH_TRACE_SIP_TCP || t->proto == OH_TRACE_SIP_TLS;
}

static int put_about(struct mbuf *mb, const struct oh_hep_prm *prm,
		     const struct oh_trace *t, const char *call_id)
{
	int err;

	err = put8(mb, PROTOCOL, is_stream(t) ? PROTOCOL_TCP : PROTOCOL_UDP);
	if (!err)
		err = put32(mb, TIME_S, (uint32_t)(t->wall_us / 1000000));
	if (!err)
		err = put32(mb, TIME_US, (uint32_t)(t->wall_us % 1000000));
	if (!err)
		err = put8(mb, KIND, t->proto == OH_TRACE_RTCP ? KIND_RTCP
							       : KIND_SIP);
	if (!err)
		err = put32(mb, AGENT, prm->id);
	if (!err && str_isset(prm->password))
		err = put(mb, PASSWORD, prm->password, strlen(prm->password));
	if (!err && str_isset(call_id))
		err = put(mb, CALL_ID, call_id, strlen(call_id));

	return err;
}

/* A message that no packet could hold is cut */
static int put_payload(struct mbuf *mb, size_t start,
		       const struct oh_trace *t)
{
	const size_t room = PACKET_MAX - (mb->pos - start) - CHUNK_SIZE;
	const size_t len = min(t->len, room);
	char json[OH_RTCPJSON_SIZE];
	int err;

	if (t->proto == OH_TRACE_RTCP) {
		err = oh_rtcpjson_print(json, sizeof(json), t->data, t->len);
		return err ? err : put(mb, PAYLOAD, json, strlen(json));
	}

	err = put(mb, PAYLOAD, t->data, len);
	if (!err)
		oh_blank_secrets(mb->buf + mb->pos - len, len);

	return err;
}

static int encode(struct mbuf *mb, const struct oh_hep_prm *prm,
		  const struct oh_trace *t, const char *call_id)
{
	const size_t start = mb->pos;
	size_t end;
	int err;

	err = mbuf_write_str(mb, "HEP3");
	if (!err)
		err = mbuf_write_u16(mb, 0);
	if (!err)
		err = t->src.ss_family == AF_INET6 ? put_ip6(mb, t)
						   : put_ip4(mb, t);
	if (!err)
		err = put_about(mb, prm, t, call_id);
	if (!err)
		err = put_payload(mb, start, t);
	if (err)
		return err;
	end = mb->pos;
	mb->pos = start + HEAD_SIZE - 2;
	err = mbuf_write_u16(mb, htons((uint16_t)(end - start)));
	mb->pos = end;

	return err;
}

static bool is_sendable(const struct oh_trace *t)
{
	const sa_family_t af = t->src.ss_family;

	return t->proto != OH_TRACE_RTP &&
		(af == AF_INET || af == AF_INET6) && t->dst.ss_family == af;
}

/**
 * Write a SIP message, or a report of RTCP, as a packet of HEP version 3
 *
 * Messages by TLS are marked as TCP: what they hold is in the clear.
 *
 * @param mb      Packet is written at its position
 * @param prm     Who we are; borrowed
 * @param t       Message; borrowed. It is cut if it is longer than a packet
 * @param call_id Which call it belongs to, or NULL
 *
 * @return 0; EBADMSG or ENOENT of oh_rtcpjson_print(); ENOMEM; EINVAL: RTP,
 *         not between two addresses of one family, or a password of more
 *         than 1024 bytes
 */
int oh_hep_encode(struct mbuf *mb, const struct oh_hep_prm *prm,
		  const struct oh_trace *t, const char *call_id)
{
	if (!mb || !prm || !t || !t->data || !is_sendable(t))
		return EINVAL;
	if (str_len(prm->password) > PASSWORD_MAX)
		return EINVAL;

	return encode(mb, prm, t, call_id);
}

static void destructor(void *arg)
{
	struct oh_hep *h = arg;

	if (h->fd >= 0)
		(void)close(h->fd);
	if (h->password)
		OPENSSL_cleanse(h->password, strlen(h->password));
	mem_deref(h->password);
	mem_deref(h->mb);
	mem_deref(h->calls);
	if (h->locked)
		(void)pthread_mutex_destroy(&h->lock);
}

static int open_socket(struct oh_hep *h, const struct sa *collector)
{
	h->fd = socket(sa_af(collector),
		       SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (h->fd < 0)
		return errno;
	if (connect(h->fd, &collector->u.sa, collector->len))
		return errno;

	return 0;
}

/**
 * Begin to send to a collector
 *
 * @param hp        Returned; release with mem_deref()
 * @param collector Where it listens
 * @param prm       Who we are; copied
 *
 * @return 0, EINVAL, ENOMEM, or why no packet could ever get there
 */
int oh_hep_open(struct oh_hep **hp, const struct sa *collector,
		const struct oh_hep_prm *prm)
{
	struct oh_hep *h;
	int err = 0;

	if (!hp || !prm || !sa_isset(collector, SA_ALL) ||
	    str_len(prm->password) > PASSWORD_MAX)
		return EINVAL;
	h = mem_zalloc(sizeof(*h), destructor);
	if (!h)
		return ENOMEM;
	h->fd = -1;
	h->id = prm->id;
	h->mb = mbuf_alloc(2048);
	if (!h->mb)
		err = ENOMEM;
	if (!err)
		err = oh_portcall_alloc(&h->calls);
	if (!err)
		err = pthread_mutex_init(&h->lock, NULL);
	h->locked = !err;
	if (!err && prm->password)
		err = str_dup(&h->password, prm->password);
	if (!err)
		err = open_socket(h, collector);
	if (err)
		mem_deref(h);
	else
		*hp = h;

	return err;
}

/* RTCP of ours leaves from the port of RTP, or the next one */
static const char *call_of(const struct oh_hep *h, const struct oh_trace *t)
{
	const struct sockaddr_storage *ours = t->tx ? &t->src : &t->dst;
	uint16_t port = ntohs(((const struct sockaddr_in *)ours)->sin_port);
	const char *call_id = oh_portcall_find(h->calls, port);

	return call_id ? call_id
		: oh_portcall_find(h->calls, (uint16_t)(port - 1));
}

/**
 * Send a message, if it is SIP or RTCP
 *
 * Never waits and never fails: a collector that is not there, or slow, is no
 * reason not to telephone. What it misses is lost.
 *
 * @param h Connection to the collector
 * @param t Message, borrowed
 */
void oh_hep_add(struct oh_hep *h, const struct oh_trace *t)
{
	const struct oh_hep_prm prm = { h->id, h->password };
	const char *call_id = NULL;

	(void)pthread_mutex_lock(&h->lock);
	if (t->proto == OH_TRACE_RTCP)
		call_id = call_of(h, t);
	else if (t->proto != OH_TRACE_RTP)
		oh_portcall_learn(h->calls, t);
	mbuf_rewind(h->mb);
	if (0 == oh_hep_encode(h->mb, &prm, t, call_id))
		(void)send(h->fd, h->mb->buf, h->mb->end, MSG_NOSIGNAL);
	(void)pthread_mutex_unlock(&h->lock);
}
