/**
 * @file telev.h  Telephone events: digits as RTP payloads (RFC 4733). Pure.
 *
 * An event is a run of packets with one timestamp and a growing duration;
 * the last one is sent three times with the end bit:
 *
 *   time   0    20   40   60   80   100  120  140       (on 100 ms)
 *   packet D20  D40  D60  D80  E100 E100 E100 audio ..
 *   marker *
 */
#ifndef OH_MEDIA_TELEV_H
#define OH_MEDIA_TELEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_TELEV_BYTES       = 4,
	OH_TELEV_ON_MS       = 100,   /**< default                          */
	OH_TELEV_GAP_MS      = 100,   /**< default                          */
	OH_TELEV_ON_MAX_MS   = 1000,  /**< fits 16 bits of 48 kHz           */
	OH_TELEV_GAP_MAX_MS  = 10000,
	OH_TELEV_SEEN        = 4,     /**< events remembered by a receiver  */
};

/** Receiver: an event is known by its SSRC and timestamp */
struct oh_telev_rx {
	struct {
		uint32_t ssrc;
		uint32_t ts;
	} seenv[OH_TELEV_SEEN];
	uint32_t seenc;               /**< ever; the ring index is its rest */
};

/** Sender of a string of digits and pauses */
struct oh_telev_tx {
	const char *next;             /**< what is left to send; borrowed   */
	uint32_t    on_ms;
	uint32_t    gap_ms;
	uint32_t    elapsed_ms;       /**< of the event on air              */
	uint32_t    pause_ms;         /**< before the next one              */
	uint8_t     code;
	uint8_t     ends_left;
	bool        on_air;
};

/** What to send now */
enum oh_telev_next {
	OH_TELEV_AUDIO,               /**< a pause: the audio goes on       */
	OH_TELEV_FIRST,               /**< a packet that begins an event    */
	OH_TELEV_MORE,                /**< a packet of the same event       */
	OH_TELEV_DONE,                /**< all sent                         */
};

char oh_telev_digit(uint8_t code);            /* '\0': not a digit */
int  oh_telev_code(char digit);               /* -1: not a digit   */
int  oh_telev_pause_ms(char c);               /* 0: not a pause    */
char oh_telev_recv(struct oh_telev_rx *rx, uint32_t ssrc, uint32_t ts,
		   const uint8_t *buf, size_t len);
void oh_telev_start(struct oh_telev_tx *tx, const char *digits,
		    uint32_t on_ms, uint32_t gap_ms);
enum oh_telev_next oh_telev_poll(struct oh_telev_tx *tx, uint32_t ptime_ms,
				 uint32_t clock_hz,
				 uint8_t buf[OH_TELEV_BYTES]);

#endif
