/**
 * @file event.h  What happened, as values
 *
 * Every step of a call is one event. Events carry only plain data; strings
 * are borrowed and valid during the handler call. Unused fields are zero.
 */
#ifndef OH_EVENT_EVENT_H
#define OH_EVENT_EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/money.h"
#include "event/cause.h"

enum oh_event_type {
	OH_EVENT_READY,       /**< text: URI at which we can be called;
				   connection: the carrier's REST side      */
	OH_EVENT_DIALING,     /**< number, from, trunk, uri, rate           */
	OH_EVENT_INCOMING,    /**< number: the caller; uri: whom they called;
				   name .. verstat                          */
	OH_EVENT_REFUSED,     /**< text: the guard's rule; hint: the remedy */
	OH_EVENT_TRYING,      /**< 100                                      */
	OH_EVENT_RINGING,     /**< scode                                    */
	OH_EVENT_PROGRESS,    /**< scode; early media                       */
	OH_EVENT_CHALLENGED,  /**< scode, text: realm                       */
	OH_EVENT_ANSWERED,    /**< codec, ptime_ms, dtmf, tls               */
	OH_EVENT_MEDIA,       /**< first RTP packet of theirs; text: source */
	OH_EVENT_PLAYING,     /**< text: file or words                      */
	OH_EVENT_PLAYED,      /**< ok: to its end; seconds                  */
	OH_EVENT_DIGIT,       /**< digit, dtmf: by which way, masked        */
	OH_EVENT_SENT_DIGITS, /**< text                                     */
	OH_EVENT_GATHERED,    /**< text: digits; ok: complete, valid; masked */
	OH_EVENT_RECORDING,   /**< text: path                               */
	OH_EVENT_RECORDED,    /**< text: path, seconds, ok, err             */
	OH_EVENT_SPEECH,      /**< they begin to speak (ok), or fall silent  */
	OH_EVENT_PIPED,       /**< the pipe is over; ok: its input came to its
				   end; err, seconds                        */
	OH_EVENT_HELD,        /**< by: who                                  */
	OH_EVENT_RESUMED,     /**< by: who                                  */
	OH_EVENT_TRANSFERRING,/**< by: who asked for it; text: to whom;
				   scode: how far it is, 0: just asked      */
	OH_EVENT_TRANSFERRED, /**< the same, and the outcome: ok, scode; 0:
				   it was never told, err may say why       */
	OH_EVENT_CODEC,       /**< codec changed by a re-INVITE             */
	OH_EVENT_SECURED,     /**< srtp: other keys, or NULL: none any more */
	OH_EVENT_SILENT,      /**< no audio of theirs for `seconds`         */
	OH_EVENT_FLOW,        /**< its program has ended: status            */
	OH_EVENT_DETECTED,    /**< detected, reason, confidence, seconds:
				   from where listening began               */
	OH_EVENT_QUALITY,     /**< quality                                  */
	OH_EVENT_EMERGENCY,   /**< a call for help leaves by trunk; text:
				   the address that is registered with it   */
	OH_EVENT_WARNING,     /**< text                                     */
	OH_EVENT_ENDED,       /**< cause, by, scode, why, text: reason,
				   contact. Of each try: another may begin  */
	OH_EVENT_MAX
};

/** How a digit travels */
enum oh_dtmf {
	OH_DTMF_NONE,
	OH_DTMF_EVENT,        /**< RTP telephone-event, RFC 4733            */
	OH_DTMF_INFO,         /**< SIP INFO                                 */
	OH_DTMF_INBAND,       /**< tones                                    */
};

/** What their audio tells. HUMAN to UNKNOWN say who answered: the last one
    told holds. */
enum oh_detected {
	OH_DETECTED_NONE,
	OH_DETECTED_HUMAN,
	OH_DETECTED_MACHINE,
	OH_DETECTED_FAX,
	OH_DETECTED_UNKNOWN,
	OH_DETECTED_BEEP,            /**< a machine records from now on     */
	OH_DETECTED_SILENCE,         /**< so it seems, without a beep       */
	OH_DETECTED_BUSY_TONE,
	OH_DETECTED_CONGESTION_TONE,
	OH_DETECTED_SIT,             /**< special information tones, of ..  */
	OH_DETECTED_SIT_VACANT,      /**< .. a class that is known          */
	OH_DETECTED_SIT_INTERCEPT,
	OH_DETECTED_SIT_NO_CIRCUIT,
	OH_DETECTED_SIT_REORDER,
	OH_DETECTED_MAX
};

/** Quality of one call's media */
struct oh_quality {
	uint32_t tx;          /**< RTP packets sent                         */
	uint32_t rx;          /**< RTP packets received                     */
	uint32_t lost;        /**< of theirs, never arrived                 */
	uint32_t dropped;     /**< malformed, or from a foreign source      */
	uint32_t remote_lost; /**< of ours, as their RTCP tells             */
	double   jitter_ms;   /**< RFC 3550 6.4.1, arrival                  */
	double   rtt_ms;      /**< from RTCP; negative if unknown           */
	double   mos;         /**< ITU-T G.107 E-model, 1..4.5; 0 unknown   */
};

struct oh_event {
	enum oh_event_type type;
	uint64_t           wall_us;      /**< since 1970 [us]               */
	uint64_t           left_us;      /**< ENDED: when leaving began; 0:
					      the same. Their last word after
					      it is not part of the call    */
	const char        *call;         /**< call id, or NULL              */
	const char        *number;
	const char        *from;
	const char        *trunk;
	const char        *uri;
	const char        *call_id;      /**< SIP Call-ID                   */
	const char        *codec;
	const char        *srtp;         /**< suite of SRTP, or NULL        */
	const char        *tls;          /**< "TLSv1.3", NULL: in the clear */
	const char        *text;
	const char        *hint;
	const char        *name;         /**< as they call themselves       */
	const char        *asserted;     /**< P-Asserted-Identity           */
	const char        *diverted_from;/**< who forwarded the call        */
	const char        *attestation;  /**< A, B, C: claimed, not proved  */
	const char        *verstat;
	const char        *connection;   /**< connection string, or NULL    */
	const char        *reason;       /**< "LONGGREETING", or NULL       */
	const char        *contact;      /**< where a 3xx leads, or NULL    */
	enum oh_cause      cause;
	enum oh_party      by;
	enum oh_dtmf       dtmf;
	enum oh_detected   detected;
	uint16_t           scode;
	struct oh_reason   why;          /**< ENDED: Reason headers         */
	int                err;
	uint32_t           ptime_ms;
	double             seconds;
	int                status;       /**< exit status, as a shell says */
	uint32_t           id;           /**< of what was played or sent  */
	double             confidence;   /**< that it is so, 0..1           */
	char               digit;        /**< '0'..'9','*','#','A'..'D'     */
	bool               ok;
	bool               masked;       /**< digits are secret             */
	bool               message;      /**< a recording of them alone     */
	struct oh_quality  quality;
	struct oh_money    rate;         /**< a minute; currency "": none   */
};

/** Called for each event; may not keep the pointers in it */
typedef void (oh_event_h)(const struct oh_event *ev, void *arg);

const char *oh_event_name(enum oh_event_type type);    /* "ringing" */
const char *oh_dtmf_name(enum oh_dtmf dtmf);           /* "rfc4733" */
const char *oh_detected_name(enum oh_detected what);   /* "busy-tone" */

#endif
