/**
 * @file quality.h  How good a received stream is
 *
 * Loss and jitter by RFC 3550 A.1, A.3, A.8 and a mean opinion score by the
 * E-model (ITU-T G.107, simplified with G.113 values per codec). Pure.
 */
#ifndef OH_MEDIA_QUALITY_H
#define OH_MEDIA_QUALITY_H

#include <stdbool.h>
#include <stdint.h>

/** Receiver's book-keeping of one SSRC */
struct oh_rxstat {
	uint32_t ssrc;
	bool     started;
	uint16_t max_seq;
	uint32_t cycles;          /**< wraps, shifted by 16          */
	uint32_t base_seq;
	uint32_t received;
	uint32_t duplicates;
	uint32_t expected_prior;  /**< at the last report            */
	uint32_t received_prior;
	uint32_t transit;
	double   jitter;          /**< [timestamp units]             */
	uint64_t seen;            /**< bit n: max_seq - n has come   */
	uint16_t bad_seq;         /**< next of a restart, if one     */
	bool     maybe_restart;
	bool     has_transit;
};

void     oh_rxstat_init(struct oh_rxstat *s, uint32_t ssrc, uint16_t seq);
/* arrival: in timestamp units. false: a duplicate or hopelessly old */
bool     oh_rxstat_add(struct oh_rxstat *s, uint16_t seq, uint32_t ts,
		       uint32_t arrival);
/* The same for packets whose timestamp does not move, as digits have */
bool     oh_rxstat_count(struct oh_rxstat *s, uint16_t seq);
uint32_t oh_rxstat_max_seq(const struct oh_rxstat *s);       /* extended */
uint32_t oh_rxstat_lost(const struct oh_rxstat *s);
/* Lost of 256 since the last call (RFC 3550 A.3) */
uint8_t  oh_rxstat_fraction(struct oh_rxstat *s);
double   oh_quality_mos(const char *codec, double loss_pct, double delay_ms,
			double jitter_ms);

#endif
