/**
 * @file stream.h  The audio of one call
 *
 * Lives on both sides: this handle belongs to the main loop, its other half
 * to the media thread. Offers and answers (RFC 3264, 8866) are made here, on
 * the main loop; packets move there. Events come on the main loop.
 *
 * Offer out:  oh_stream_offer() .. oh_stream_answered(their answer)
 * Offer in:   oh_stream_answer(their offer, &ours)
 * Either may be repeated for a re-INVITE. mem_deref() closes silently; to
 * learn the final quality call oh_stream_close() and wait for CLOSED.
 */
#ifndef OH_MEDIA_STREAM_H
#define OH_MEDIA_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "event/event.h"
#include "media/detect.h"
#include "media/engine.h"
#include "media/prompt.h"
#include "media/cipher.h"

struct sa;
struct oh_stream;

enum {
	OH_STREAM_CODECS_MAX = 8,
	OH_STREAM_DIGITS_MAX = 128,
	OH_STREAM_PROMPTS_MAX = 64,
	OH_STREAM_SILENCE_DBOV = -127,
};

enum oh_stream_event_type {
	OH_STREAM_FIRST,     /**< first RTP packet of theirs; text: source  */
	OH_STREAM_DIGIT,     /**< digit, dtmf (RFC 4733 or in-band)         */
	OH_STREAM_PROMPT,    /**< prompt number `index` of play `id` begins */
	OH_STREAM_PLAYED,    /**< play `id` over; ok: to its end; seconds   */
	OH_STREAM_SENT,      /**< digits `id` all sent                      */
	OH_STREAM_SPEECH,    /**< ok: sound began, else fell silent         */
	OH_STREAM_DETECTED,  /**< finding; as asked by oh_stream_detect()   */
	OH_STREAM_SECURED,   /**< DTLS came to its end; ok, err; id: suite  */
	OH_STREAM_SILENT,    /**< no RTP for silence_ms; again at each span */
	OH_STREAM_RECORDED,  /**< recording ended; ok, err, seconds; index:
				  enum oh_stream_tape                   */
	OH_STREAM_PIPED,     /**< pipe `id` is over; ok: its input came to
				  its end; err: EPIPE: nobody reads any
				  more; seconds, dropped_ms             */
	OH_STREAM_QUALITY,   /**< as asked for by oh_stream_ask_quality()   */
	OH_STREAM_CLOSED,    /**< final quality; the last event             */
};

/** Two recordings may be made at a time, one of each kind */
enum oh_stream_tape {
	OH_STREAM_TAPE_CALL,     /**< both sides: us left, them right       */
	OH_STREAM_TAPE_MESSAGE,  /**< them alone                            */
	OH_STREAM_TAPES,
};

struct oh_stream_event {
	enum oh_stream_event_type type;
	uint32_t         id;
	uint32_t         index;
	char             digit;
	enum oh_dtmf     dtmf;
	bool             ok;
	int              err;
	double           seconds;
	uint32_t         dropped_ms;   /**< not read in time, and lost      */
	uint64_t         mono_us;      /**< when it happened, oh_clock_us() */
	const char      *text;
	struct oh_quality quality;
	struct oh_finding finding;
};

typedef void (oh_stream_h)(const struct oh_stream_event *ev, void *arg);

struct oh_stream_prm {
	const struct sa *laddr;        /**< local address; port ignored     */
	const char      *public_host;  /**< advertised in c=, or NULL       */
	const char      *codecv[OH_STREAM_CODECS_MAX]; /**< "PCMU" "PCMA"
					    "G722" "opus", in order         */
	uint32_t         codecc;       /**< 0: all of ours                  */
	uint32_t         ptime_ms;     /**< wanted; 0: 20                   */
	enum oh_dtmf     dtmf;         /**< NONE: as negotiated (auto)      */
	bool             detect_inband;/**< always, not only when telephone-
					    event was not agreed            */
	enum oh_srtp     srtp;
	bool             dtls;         /**< offer keys by DTLS, not by SDES */
	uint32_t         silence_ms;   /**< for OH_STREAM_SILENT; 0: never  */
	uint32_t         speech_ms;    /**< report speech, with this much
					    hang-over; 0: never             */
	oh_stream_h     *h;
	void            *arg;
};

/** What was agreed */
struct oh_stream_info {
	char         codec[32];        /**< "PCMU/8000"                     */
	uint32_t     ptime_ms;         /**< of what we send                 */
	char         srtp[32];         /**< suite in SDP; "": in clear;
					    behind "DTLS " once that is up  */
	enum oh_dtmf dtmf;             /**< how our digits travel           */
	bool         hold_remote;      /**< they do not want to hear us     */
	bool         hold_local;
};

/** The audio as raw samples: s16le, mono. The descriptors are given, also
    when oh_stream_pipe() fails; they may block, and may be the same. */
struct oh_stream_pipe_prm {
	int      in_fd;                /**< read: we say this; -1: nothing  */
	int      out_fd;               /**< written: what they say; or -1   */
	uint32_t rate_hz;              /**< 8000 or 16000                   */
	bool     end;                  /**< at the end of the input; else
					    silence follows                 */
};

int  oh_stream_alloc(struct oh_stream **stp, struct oh_engine *eng,
		     const struct oh_stream_prm *prm);
/* *sdpp: text, release with mem_deref. Errors of answered/answer: EBADMSG
   (no SDP), ENOTSUP (no common codec), EACCES (not protected as it must be):
   answer 488, cause NO_MEDIA */
int  oh_stream_offer(struct oh_stream *st, char **sdpp);
int  oh_stream_answered(struct oh_stream *st, const char *sdp, size_t len);
int  oh_stream_answer(struct oh_stream *st, const char *sdp, size_t len,
		      char **sdpp);
void oh_stream_hold(struct oh_stream *st, bool hold);   /* then offer again */
void oh_stream_info(const struct oh_stream *st, struct oh_stream_info *info);
uint16_t oh_stream_port(const struct oh_stream *st);

/* loops 0: for ever. A play under way is replaced (PLAYED, not ok). */
int  oh_stream_play(struct oh_stream *st, struct oh_prompt *const promptv[],
		    uint32_t promptc, uint32_t loops, uint32_t *idp);
void oh_stream_stop(struct oh_stream *st);
/* [0-9*#A-D], ',' 2 s, 'w' 0.5 s, 'W' 1 s. By RFC 4733 or in-band, as
   agreed. ENOTSUP if by INFO: then the call sends them itself. */
int  oh_stream_send(struct oh_stream *st, const char *digits, uint32_t on_ms,
		    uint32_t gap_ms, uint32_t *idp);
int  oh_stream_record(struct oh_stream *st, const char *path);
void oh_stream_record_stop(struct oh_stream *st);
/* Of the call alone: what is said meanwhile leaves no gap */
void oh_stream_pause_recording(struct oh_stream *st, bool on);
/* paused: until oh_stream_pause_message() lets it begin */
int  oh_stream_record_message(struct oh_stream *st, const char *path,
			      bool paused);
void oh_stream_pause_message(struct oh_stream *st, bool on);
/* The last cut_ms of it are left out */
void oh_stream_message_stop(struct oh_stream *st, uint32_t cut_ms);
/* No secret of theirs is in a recording, a pipe or a trace, up to the end
   of the key that is pressed when it is switched off */
void oh_stream_mute_recording(struct oh_stream *st, bool mute);
/* SPEECH from now on, with this much hang-over; 0: no more */
void oh_stream_listen(struct oh_stream *st, uint32_t speech_ms);
/* A pipe under way is replaced (PIPED, not ok). What comes from it goes
   before a relay, and waits while a prompt is played. */
int  oh_stream_pipe(struct oh_stream *st,
		    const struct oh_stream_pipe_prm *prm, uint32_t *idp);
void oh_stream_unpipe(struct oh_stream *st);
/* Prompts, pipe and relay go on, but are not heard; digits are */
void oh_stream_mute(struct oh_stream *st, bool on);
bool oh_stream_is_muted(const struct oh_stream *st);
/* Listen for who or what is there, from now on and afresh: DETECTED comes for
   each finding. NULL: no longer. ENOMEM, ENOTCONN */
int  oh_stream_detect(struct oh_stream *st, const struct oh_detect_prm *prm);
void oh_stream_echo(struct oh_stream *st, bool on);     /* send back */
void oh_stream_quiet(struct oh_stream *st, bool on);    /* send nothing */
/* Each hears the other, from packet to packet, until one of them closes or
   is joined with another. Prompts and digits of ours go before. EINVAL: not
   two streams of one engine; ENOTCONN: one has closed; ENOMEM */
int  oh_stream_join(struct oh_stream *a, struct oh_stream *b);
/* Measure how loud both sides are, from now on; off costs nothing. ENOTCONN */
int  oh_stream_meter(struct oh_stream *st, bool on);
/* The loudest 20 ms of each side since the last look [dBov]: 0 is full scale
   of a square wave, -127 silence, or nothing was measured */
void oh_stream_levels(struct oh_stream *st, double *usp, double *themp);
void oh_stream_ask_quality(struct oh_stream *st);
void oh_stream_close(struct oh_stream *st);

#endif
