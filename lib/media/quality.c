/**
 * @file quality.c  Loss, jitter (RFC 3550 A.1, A.3, A.8) and opinion score
 */
#include <math.h>
#include <string.h>
#include <strings.h>
#include "media/quality.h"

enum {
	DROPOUT_MAX = 3000,   /* a gap wider than this is a restart      */
	WINDOW      = 64,     /* how far back a late packet is accepted  */
	OLD_MAX     = 1000,   /* how far back it is late, not a restart  */
};

/** G.113 Appendix I: impairment, and robustness against random loss */
struct impairment {
	const char *codec;
	double      ie;
	double      bpl;
};

/* On the narrow-band scale. G.113 has no such figures for wide-band codecs:
   they count as clear as G.711, and as robust as their concealment is. */
static const struct impairment impairmentv[] = {
	{ "PCMU",  0.0, 25.1 },
	{ "PCMA",  0.0, 25.1 },
	{ "G722",  0.0, 13.0 },
	{ "opus",  0.0, 20.0 },
};

static uint32_t expected(const struct oh_rxstat *s)
{
	return s->started ? oh_rxstat_max_seq(s) - s->base_seq + 1 : 0;
}

/**
 * Begin to count a source
 *
 * @param s    Book-keeping; all that was in it is forgotten
 * @param ssrc The source
 * @param seq  Sequence number of its first packet, to be added next
 */
void oh_rxstat_init(struct oh_rxstat *s, uint32_t ssrc, uint16_t seq)
{
	memset(s, 0, sizeof(*s));
	s->ssrc     = ssrc;
	s->started  = true;
	s->max_seq  = (uint16_t)(seq - 1);
	/* One wrap in hand, so that packets before the first still fit. */
	s->cycles   = 0x10000;
	s->base_seq = s->cycles + s->max_seq + 1;
}

static void ahead(struct oh_rxstat *s, uint16_t seq, uint16_t step)
{
	if (seq < s->max_seq)
		s->cycles += 0x10000;
	s->max_seq = seq;
	s->seen    = (step < WINDOW ? s->seen << step : 0) | 1;
	s->received++;
}

static bool behind(struct oh_rxstat *s, uint16_t back)
{
	uint64_t bit = 1ull << back;

	if (s->seen & bit) {
		s->duplicates++;
		return false;
	}
	s->seen |= bit;
	s->received++;
	/* Reordered at the very start: the stream began earlier. */
	if (oh_rxstat_max_seq(s) - back - s->base_seq > 0x7fffffff)
		s->base_seq = oh_rxstat_max_seq(s) - back;
	return true;
}

/* The sender began anew: two in a row say so (RFC 3550 A.1). Losses so far
   stay counted. */
static bool restart(struct oh_rxstat *s, uint16_t seq)
{
	uint32_t before = expected(s);

	if (!s->maybe_restart || seq != s->bad_seq) {
		s->bad_seq = (uint16_t)(seq + 1);
		s->maybe_restart = true;
		return false;
	}
	s->maybe_restart = false;
	s->has_transit   = false;
	s->cycles  += 0x10000;
	s->max_seq  = seq;
	s->seen     = 1;
	s->base_seq = oh_rxstat_max_seq(s) - before;
	s->received++;
	return true;
}

/**
 * Count a packet whose timestamp says nothing about its sending time
 *
 * @param s   Book-keeping
 * @param seq Its sequence number
 *
 * @return false if it is a duplicate, too old, or far from what came before
 */
bool oh_rxstat_count(struct oh_rxstat *s, uint16_t seq)
{
	uint16_t step = (uint16_t)(seq - s->max_seq);
	uint16_t back = (uint16_t)(s->max_seq - seq);

	if (back < WINDOW)
		return behind(s, back);
	if (back < OLD_MAX)
		return false;
	if (step >= DROPOUT_MAX)
		return restart(s, seq);

	s->maybe_restart = false;
	ahead(s, seq, step);
	return true;
}

/**
 * Count a packet and its jitter (RFC 3550 A.8)
 *
 * @param s       Book-keeping
 * @param seq     Its sequence number
 * @param ts      Its timestamp
 * @param arrival When it came [timestamp units], any origin
 *
 * @return false if it is a duplicate, too old, or far from what came before
 */
bool oh_rxstat_add(struct oh_rxstat *s, uint16_t seq, uint32_t ts,
		   uint32_t arrival)
{
	uint32_t transit = arrival - ts;
	double d;

	if (!oh_rxstat_count(s, seq))
		return false;

	if (s->has_transit) {
		d = fabs((double)(int32_t)(transit - s->transit));
		s->jitter += (d - s->jitter) / 16.0;
	}
	s->transit     = transit;
	s->has_transit = true;

	return true;
}

/**
 * The highest sequence number, extended by the count of wraps
 *
 * @param s Book-keeping
 */
uint32_t oh_rxstat_max_seq(const struct oh_rxstat *s)
{
	return s->cycles + s->max_seq;
}

/**
 * Packets that never came
 *
 * @param s Book-keeping
 */
uint32_t oh_rxstat_lost(const struct oh_rxstat *s)
{
	uint32_t n = expected(s);

	return n > s->received ? n - s->received : 0;
}

/**
 * Share of packets lost since the last call (RFC 3550 A.3)
 *
 * @param s Book-keeping; remembers this call
 *
 * @return Of 256
 */
uint8_t oh_rxstat_fraction(struct oh_rxstat *s)
{
	uint32_t exp = expected(s) - s->expected_prior;
	uint32_t rec = s->received - s->received_prior;

	s->expected_prior = expected(s);
	s->received_prior = s->received;

	if (!exp || rec >= exp)
		return 0;
	exp = (uint32_t)((uint64_t)(exp - rec) * 256 / exp);
	return exp > 255 ? 255 : (uint8_t)exp;
}

static const struct impairment *impairment_of(const char *codec)
{
	size_t n = sizeof(impairmentv) / sizeof(impairmentv[0]);

	for (size_t i = 0; i < n; i++) {
		if (0 == strcasecmp(impairmentv[i].codec, codec))
			return &impairmentv[i];
	}
	return &impairmentv[0];
}

/**
 * Mean opinion score by the E-model with default values (ITU-T G.107)
 *
 * @param codec     Its name, "PCMU"; an unknown one counts as G.711
 * @param loss_pct  Packets lost, 0..100
 * @param delay_ms  One way, mouth to ear, without the jitter buffer
 * @param jitter_ms A buffer of twice this is supposed
 *
 * @return 1 (bad) to 4.5 (excellent)
 */
double oh_quality_mos(const char *codec, double loss_pct, double delay_ms,
		      double jitter_ms)
{
	const struct impairment *im = impairment_of(codec);
	double d = delay_ms + 2.0 * jitter_ms;
	double r = 93.2;

	r -= 0.024 * d;
	if (d > 177.3)
		r -= 0.11 * (d - 177.3);
	r -= im->ie + (95.0 - im->ie) * loss_pct / (loss_pct + im->bpl);

	/* The curve dips below 1 near zero, where the scale ends. */
	if (r < 6.5)
		return 1.0;
	return 1.0 + 0.035 * r + r * (r - 60.0) * (100.0 - r) * 7e-6;
}
