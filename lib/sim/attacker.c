/**
 * @file attacker.c  A stranger who sends packets to somebody's RTP port
 */
#include "base/compat.h"
#include <errno.h>
#include <sys/socket.h>
#include "sim/attacker.h"

enum {
	PACE_MS  = 10,
	HEADER   = 12,
	EVENT_PT = 101,       /* what nearly everybody offers */
	DIGIT    = 9,
	SSRC     = 0x0badcafe,
	OVERSIZE = 60000,
};

/* First byte: version (2 bits), padding, extension, number of CSRCs (4) */
static const struct forgery {
	uint8_t  first, second;
	uint16_t size;
} forgeryv[] = {
	/* Sound that is not theirs, a digit that nobody pressed */
	{ 0x80, 0,               HEADER + 160 },
	{ 0x80, 0x80 | EVENT_PT, HEADER + 4   },
	{ 0x80, EVENT_PT,        HEADER + 4   },

	/* Cut short: the event, the header, all of it; nothing in it */
	{ 0x80, EVENT_PT,        HEADER + 1   },
	{ 0x80, 0,               HEADER - 1   },
	{ 0x80, 0,               1            },
	{ 0x80, 0,               0            },
	{ 0x80, 0,               HEADER       },

	/* Versions 0, 1 and 3 */
	{ 0x00, 0,               HEADER + 160 },
	{ 0x40, 0,               HEADER + 160 },
	{ 0xc0, 0,               HEADER + 160 },

	/* CSRCs, an extension, padding: more of it than there is */
	{ 0x8f, 0,               HEADER + 8   },
	{ 0x90, 0,               HEADER + 2   },
	{ 0x90, 0,               HEADER + 160 },
	{ 0xa0, 0,               HEADER + 20  },

	/* A type nobody agreed on, RTCP on the RTP port */
	{ 0x80, 77,              HEADER + 160 },
	{ 0x80, 200,             HEADER + 16  },

	/* Far too long */
	{ 0x80, 0,               1500         },
	{ 0x80, 0,               9000         },
	{ 0x80, 0,               OVERSIZE     },
};

enum { FORGERIES = sizeof(forgeryv) / sizeof(forgeryv[0]) };

struct oh_sim_attacker {
	struct tmr tmr;
	struct sa  target;
	int        fd;
	uint32_t   count;
	uint8_t    buf[OVERSIZE];
};

static void destructor(void *arg)
{
	struct oh_sim_attacker *a = arg;

	tmr_cancel(&a->tmr);
	if (a->fd >= 0)
		(void)close(a->fd);
}

static void put_u32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

static void forge(struct oh_sim_attacker *a, const struct forgery *f)
{
	uint8_t *body = a->buf + HEADER;

	/* In PCMU a square wave of 2 kHz, as loud as can be */
	for (size_t i = 0; i < sizeof(a->buf) - HEADER; i++)
		body[i] = i & 2 ? 0x80 : 0x00;

	put_u32(a->buf, a->count);       /* low half: sequence number */
	a->buf[0] = f->first;
	a->buf[1] = f->second;
	put_u32(a->buf + 4, a->count * 160);
	put_u32(a->buf + 8, SSRC);

	/* The end of a digit; or lengths that cannot be true */
	if ((f->second & 0x7f) == EVENT_PT)
		put_u32(body, (uint32_t)DIGIT << 24 | 0x8a0640);
	else if (f->first & 0x30)
		memset(body, 0xff, 160);
}

static void attack(void *arg)
{
	struct oh_sim_attacker *a = arg;
	const struct forgery *f = &forgeryv[a->count % FORGERIES];

	tmr_start(&a->tmr, PACE_MS, attack, a);
	forge(a, f);
	a->count++;

	/* Nobody cares whether it arrives */
	(void)sendto(a->fd, a->buf, f->size, MSG_DONTWAIT,
		     &a->target.u.sa, a->target.len);
}

/**
 * Start to attack
 *
 * @param ap     Set on success; mem_deref ends it
 * @param target Where the victim awaits RTP
 *
 * @return 0, EINVAL, ENOMEM, or the errno of socket(2)
 */
int oh_sim_attacker_start(struct oh_sim_attacker **ap,
			  const struct sa *target)
{
	struct oh_sim_attacker *a;
	int err;

	if (!ap || !target)
		return EINVAL;

	a = mem_zalloc(sizeof(*a), destructor);
	if (!a)
		return ENOMEM;
	a->target = *target;
	a->fd = socket(sa_af(target), SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (a->fd < 0) {
		err = errno;
		mem_deref(a);
		return err;
	}

	tmr_start(&a->tmr, 0, attack, a);
	*ap = a;

	return 0;
}
