/**
 * @file session.h  A stream's half on the media thread
 *
 *   main loop              media thread                    writer thread
 *   stream.c ──inbox──▶ session.c ─┬─ rx.c ──▶ tap.c ─┬─▶ recorder.c
 *      ▲                           ├─ tx.c ─────┘     └─▶ pipe.c
 *      └─────────outbox────────────┴──────────────────────────┘
 *
 * The main loop allocates a session and frees it when its last message,
 * CLOSED, has come home; in between the session is the media thread's,
 * except for the fields marked otherwise. Private to this folder.
 */
#ifndef OH_MEDIA_SESSION_H
#define OH_MEDIA_SESSION_H

#include <stdatomic.h>
#include "media/ear.h"
#include "media/mailbox.h"
#include "media/meter.h"
#include "media/pacer.h"
#include "media/quality.h"
#include "media/recorder.h"
#include "media/rtcp.h"
#include "media/sdp.h"
#include "media/telev.h"

enum {
	OH_SESSION_EVENTS   = 16,  /**< of its own, under way at a time    */
	OH_SESSION_RESERVED = 4,   /**< of these, not for digits           */
};

struct oh_crypt;
struct oh_detect;
struct oh_dtls;
struct oh_piping;
struct oh_encoded;
struct oh_member;
struct oh_tap;
struct oh_echo;
struct oh_rtp;

/** What was negotiated; the session keeps the last */
struct oh_remote {
	struct oh_msg        msg;
	struct oh_sdp_agreed agreed;
	bool                 detect_inband;
	bool                 held;          /**< by us                      */
	bool                 new_tx;        /**< take tx, also if NULL      */
	bool                 new_rx;
	struct oh_crypt     *tx;
	struct oh_crypt     *rx;
	bool                 new_dtls;
	struct oh_dtls      *dtls;
	size_t               silence_len;
	uint8_t              silence[];     /**< payload of one packet      */
};

/** Prompts to be played; comes home as PLAYED */
struct oh_play {
	struct oh_msg            msg;
	uint32_t                 loops;     /**< left; 0: for ever          */
	bool                     forever;
	uint32_t                 at;        /**< prompt being played        */
	uint32_t                 pos_ms;    /**< in it                      */
	bool                     begun;     /**< PROMPT has been told       */
	bool                     out;       /**< the last packet is out     */
	uint64_t                 sent_ms;
	uint32_t                 packets;
	uint32_t                 errors;
	const struct oh_encoded *enc;       /**< of the prompt, or NULL     */
	uint32_t                 promptc;
	struct oh_prompt        *promptv[];
};

/** Digits to be sent; comes home as SENT */
struct oh_send {
	struct oh_msg          msg;
	const struct oh_codec *codec;       /**< of ready tones, or NULL    */
	uint32_t               ptime_ms;    /**< of ready tones             */
	struct mbuf           *tones;       /**< [16 bit length, payload] .. */
	uint32_t               on_ms;
	uint32_t               gap_ms;
	char                   digits[OH_STREAM_DIGITS_MAX + 1];
};

/** A recording; comes home as RECORDED */
struct oh_record {
	struct oh_msg       msg;
	struct oh_recorder *rec;
	uint32_t            rate_hz;
	enum oh_stream_tape tape;
};

/** Somebody listens; comes home with whoever listened before */
struct oh_detecting {
	struct oh_msg     msg;
	struct oh_detect *detect;           /**< NULL: nobody any more      */
};

/** Wishes of the main loop that need no memory; latest wins */
struct oh_wish {
	atomic_bool echo;
	atomic_bool quiet;
	atomic_bool mute;
	atomic_bool mute_recording;
	atomic_bool pause[OH_STREAM_TAPES];
	atomic_bool ask_quality;
	atomic_bool room_mute;
	atomic_bool meter;                  /**< how loud both sides are    */
	atomic_uint speech_ms;              /**< report it; 0: never        */
	atomic_uint listens;                /**< how often that has begun   */
	atomic_uint stop_id;                /**< plays up to this           */
	atomic_uint record_stop_id[OH_STREAM_TAPES];
	atomic_uint cut_ms;                 /**< of a message that is ended */
	atomic_uint unpipe_id;
	atomic_uint leave_id;               /**< rooms entered up to this   */
};

struct oh_rx {
	struct oh_rxstat   stat;
	struct oh_telev_rx telev;
	struct sa          src;             /**< locked to                  */
	bool               locked;
	bool               told;            /**< FIRST                      */
	bool               foreign;         /**< not always in our codec    */
	uint32_t           packets;
	uint32_t           lost;            /**< of earlier sources         */
	uint32_t           dropped;
	uint32_t           clock_hz;        /**< of jitter                  */
	uint64_t           last_us;
	uint64_t           silent_us;       /**< SILENT counts from here    */
	char               digit;           /**< the last                   */
	enum oh_dtmf       digit_way;
	uint64_t           digit_us;
};

struct oh_tx {
	struct sa          dst;
	bool               fresh;           /**< nothing sent yet           */
	bool               gap;             /**< the next gets the marker   */
	uint64_t           tick;            /**< of ts                      */
	uint32_t           ssrc;
	uint32_t           ts;
	uint16_t           seq;
	uint32_t           event_ts;        /**< of the digit on air        */
	uint32_t           packets;
	uint32_t           octets;
	struct oh_play    *play;
	struct oh_msg     *sends;           /**< struct oh_send, in order   */
	bool               sending;         /**< the first has begun        */
	struct oh_telev_tx telev;
	struct oh_echo    *echo;            /**< NULL: off                  */
};

/** What of another session leaves by this one */
struct oh_relay {
	struct oh_session *peer;            /**< joined with it; or NULL    */
	bool               polled;
	uint32_t           run;             /**< packets, 0: begins anew    */
	uint32_t           ssrc;            /**< of theirs, in it           */
	uint32_t           clock_hz;
	uint16_t           seq;             /**< the newest of theirs       */
	uint32_t           ts;
	uint64_t           last_us;
	struct oh_ear      ear;             /**< for another codec          */
	struct oh_mouth    mouth;
};

/** How the media is protected; all NULL: in clear */
/** A key of ours goes on counting, whoever else is spoken to meanwhile */
struct oh_kept {
	struct oh_crypt *crypt;
	uint8_t          key[OH_CIPHER_KEY_MAX];
};

struct oh_secure {
	struct oh_crypt *tx;
	struct oh_crypt *rx;
	struct oh_dtls  *dtls;              /**< tx, rx NULL: not yet up    */
	uint64_t         until_us;          /**< it must be                 */
	bool             told;              /**< how it went                */
	struct sa        peer;      /**< whom the handshake is with        */
	uint64_t         heard_us;  /**< of them                           */
	struct oh_kept   keptv[OH_CIPHER_MAX];
};

/** Of their keys, see secret.h */
struct oh_secret {
	uint64_t until_us;
	uint32_t event_ts;                  /**< of the last key of it      */
};

struct oh_rtcp_state {
	uint64_t next_us;                   /**< poll, once a second        */
	uint32_t polls;
	uint32_t lsr;
	uint64_t lsr_us;
	uint32_t remote_lost;
	double   rtt_ms;
	char     cname[17];
};

struct oh_session {
	struct oh_engine      *eng;         /**< constant from here ..      */
	int                    fd;
	int                    rtcp_fd;
	struct sa              laddr;
	uint32_t               silence_ms;  /**< .. to here                 */
	struct oh_stream      *stream;      /**< main loop only; or NULL    */
	struct oh_wish         wish;        /**< both                       */
	struct oh_pacer_entry  pace;
	struct oh_remote      *remote;      /**< NULL: not negotiated yet   */
	struct oh_rx           rx;
	struct oh_tx           tx;
	struct oh_rtcp_state   rtcp;
	struct oh_secure       secure;
	struct oh_relay        relay;
	struct oh_member      *member;      /**< of a room; NULL: in none   */
	struct oh_tap         *tap;         /**< NULL: nobody listens       */
	struct oh_secret       secret;
	struct oh_piping      *piping;      /**< or NULL                    */
	uint32_t               unfinished;  /**< recordings, pipes          */
	struct oh_detect      *detect;      /**< or NULL; fed by the tap    */
	struct oh_meter        us_meter;    /**< of what we send ..         */
	struct oh_meter        them_meter;  /**< .. and what they say       */
	bool                   closing;
	struct sa              first;       /**< set once, before FIRST     */
	struct oh_msg          wish_msg;
	struct oh_msg          quality_msg;
	struct oh_msg          closed_msg;
	struct oh_msg          eventv[OH_SESSION_EVENTS];
};

int  oh_session_alloc(struct oh_session **sp, struct oh_engine *eng,
		      const struct sa *laddr);
void oh_session_wish(struct oh_session *s);               /* main loop */
void oh_session_close(struct oh_session *s);              /* main loop */
void oh_session_handle(struct oh_msg *msg, uint64_t tick);
void oh_session_serve(struct oh_session *s, uint64_t tick);
void oh_session_tell(struct oh_session *s, const struct oh_stream_event *ev);
void oh_session_home(struct oh_msg *msg);

int      oh_rx_batch(struct oh_engine *eng, int fd);
uint64_t oh_rx_arrival_us(struct oh_engine *eng, int i);
void oh_rx_drain(struct oh_session *s);
void oh_rx_digit(struct oh_session *s, char digit, enum oh_dtmf way,
		 uint64_t now_us);
uint32_t oh_rx_lost(const struct oh_rx *rx);

void oh_stream_deliver(struct oh_msg *msg);              /* main loop */

void oh_tx_packet(struct oh_session *s, uint64_t tick);
bool oh_tx_may_send(const struct oh_session *s);
int  oh_tx_send(struct oh_session *s, struct oh_rtp *rtp);
void oh_tx_meter(struct oh_session *s, const uint8_t *buf, size_t len);
uint32_t oh_tx_next_ts(const struct oh_session *s);
void oh_tx_set_ts(struct oh_session *s, uint32_t ts);
void oh_tx_end_play(struct oh_session *s, bool ok, int err);
void oh_tx_end_sends(struct oh_session *s);
void oh_tx_changed(struct oh_session *s);

void oh_secure_take(struct oh_session *s, struct oh_remote *r);
bool oh_secure_is_ready(const struct oh_session *s);
bool oh_secure_handshake(struct oh_session *s, const struct sa *src,
			 const uint8_t *buf, size_t len);
void oh_secure_poll(struct oh_session *s);
void oh_secure_close(struct oh_session *s);
void oh_secure_reset(struct oh_session *s);
bool oh_secure_open(struct oh_session *s, uint8_t *buf, size_t *lenp,
		    bool rtcp);
int  oh_secure_seal(struct oh_session *s, uint8_t *buf, size_t *lenp,
		    size_t size, bool rtcp);

void oh_report_poll(struct oh_session *s, uint64_t now_us);
void oh_report_send(struct oh_session *s, bool bye);
void oh_report_recv(struct oh_session *s, const struct sa *src,
		    const uint8_t *buf, size_t len, uint64_t now_us);
void oh_report_quality(const struct oh_session *s, struct oh_quality *q);

#endif
