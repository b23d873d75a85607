/**
 * @file nameserver.c  A name server on loopback, for tests
 */
#include "nameserver.h"
#include "test.h"

enum { POINTER = 0xc00c };      /* to the question's name */

static int rdata_write(struct mbuf *mb, const struct rr *rr)
{
	const size_t lenpos = mb->pos;
	struct sa sa;
	uint8_t v6[16];
	int err;

	err = mbuf_write_u16(mb, 0);
	switch (rr->type) {

	case DNS_TYPE_A:
		assert_int_equal(sa_set_str(&sa, rr->data, 0), 0);
		err = err ? err : mbuf_write_u32(mb, htonl(sa_in(&sa)));
		break;

	case DNS_TYPE_AAAA:
		assert_int_equal(sa_set_str(&sa, rr->data, 0), 0);
		sa_in6(&sa, v6);
		err = err ? err : mbuf_write_mem(mb, v6, sizeof(v6));
		break;

	default:
		err = err ? err : mbuf_write_u16(mb, htons(rr->priority));
		err = err ? err : mbuf_write_u16(mb, htons(1));
		err = err ? err : mbuf_write_u16(mb, htons(rr->port));
		err = err ? err : dns_dname_encode(mb, rr->data, NULL, 0,
						   false);
	}
	if (err)
		return err;
	mb->pos = lenpos;
	err = mbuf_write_u16(mb, htons((uint16_t)(mb->end - lenpos - 2)));
	mb->pos = mb->end;

	return err;
}

static int rr_write(struct mbuf *mb, const struct rr *rr)
{
	int err;

	err = mbuf_write_u16(mb, htons(POINTER));
	if (!err)
		err = mbuf_write_u16(mb, htons(rr->type));
	if (!err)
		err = mbuf_write_u16(mb, htons(DNS_CLASS_IN));
	if (!err)
		err = mbuf_write_u32(mb, htonl(rr->ttl));
	if (!err)
		err = rdata_write(mb, rr);

	return err;
}

/* Turns the query in mb into the reply; ENODATA: there is none */
static int reply_make(const struct nameserver *s, struct mbuf *mb,
		      struct dnshdr *hdr, const char *name, uint16_t type)
{
	const size_t start = mb->pos;
	int err = 0;

	hdr->qr = true;
	hdr->rcode = DNS_RCODE_NAME_ERR;
	for (size_t i = 0; i < s->zonec && !err; i++) {
		const struct rr *rr = &s->zonev[i];

		if (str_casecmp(rr->name, name))
			continue;
		if (rr->type == RR_SILENT)
			return ENODATA;
		hdr->rcode = rr->type == RR_BROKEN ? DNS_RCODE_SRV_FAIL
						   : DNS_RCODE_OK;
		if (rr->type != type)
			continue;
		hdr->nans++;
		err = rr_write(mb, rr);
	}
	mb->end = err ? start : mb->pos;
	mb->pos = 0;
	if (!err)
		err = dns_hdr_encode(mb, hdr);
	mb->pos = 0;

	return err;
}

static void query_recv(const struct sa *src, struct mbuf *mb, void *arg)
{
	struct nameserver *s = arg;
	struct dnshdr hdr;
	char *name = NULL;
	uint16_t type;

	s->queries++;
	assert_int_equal(dns_hdr_decode(mb, &hdr), 0);
	if (dns_dname_decode(mb, &name, 0))
		return;
	type = ntohs(mbuf_read_u16(mb));
	mbuf_advance(mb, 2);
	if (0 == reply_make(s, mb, &hdr, name, type))
		(void)udp_send(s->us, src, mb);
	mem_deref(name);
}

int nameserver_start(struct nameserver *s, const struct rr *zonev,
		     size_t zonec)
{
	int err;

	memset(s, 0, sizeof(*s));
	s->zonev = zonev;
	s->zonec = zonec;
	err = sa_set_str(&s->addr, "127.0.0.1", 0);
	if (!err)
		err = udp_listen(&s->us, &s->addr, query_recv, s);
	if (!err)
		err = udp_local_get(s->us, &s->addr);

	return err;
}

void nameserver_stop(struct nameserver *s)
{
	s->us = mem_deref(s->us);
}
