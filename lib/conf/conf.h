/**
 * @file conf.h  The configuration, read into structs
 *
 * INI text (inih): [answer], [cdr], [colors], [detect], [dial], [guard],
 * [keys], [phone], [speech], [trace], [trunk NAME], [route NAME],
 * [inbound NAME], [carrier NAME].
 * Every value keeps its file and line; every fault is collected, none stops
 * the reading.
 * No secret stands in it: a password is named, and lies in a file that others
 * cannot read, comes from a command, or from the environment. Unknown
 * sections and keys are faults: a typing error must not be silence. A member
 * whose default is another one ("default: server") is left "".
 */
#ifndef OH_CONF_CONF_H
#define OH_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/money.h"
#include "number/number.h"

enum {
	OH_CONF_NAME   = 64,
	OH_CONF_STRIP  = 24,
	OH_CONF_VALUE  = 512,
	OH_CONF_ADDRESS_SIZE = 160,        /**< street, town               */
	OH_CONF_TRUNKS_MAX = 64,
	OH_CONF_CARRIERS_MAX = 16,
	OH_CONF_ROUTES_MAX = 1024,
	OH_CONF_INBOUNDS_MAX = 1024,
	OH_CONF_LISTENS_MAX = 4,           /**< addresses of one kind      */
	OH_CONF_SHARES_MAX = 16,           /**< trunks of a route          */
	OH_CONF_FAULTS_MAX = 64,
	OH_CONF_CODECS_MAX = 8,
	OH_CONF_PAIRS_MAX = 64,            /**< lines of [keys], [colors]  */
	OH_CONF_PAIR_VALUE = 128,
};

/** Where a thing stands */
struct oh_conf_at {
	const char *file;      /**< borrowed from the configuration */
	int         line;
};

enum oh_conf_transport { OH_CONF_UDP, OH_CONF_TCP, OH_CONF_TLS };
/* Who refreshes a session (RFC 4028) */
enum oh_conf_refresher { OH_CONF_REFRESHER_AUTO, OH_CONF_REFRESHER_US,
			 OH_CONF_REFRESHER_THEM };
enum oh_conf_srtp      { OH_CONF_SRTP_OFF, OH_CONF_SRTP_PREFER,
			 OH_CONF_SRTP_REQUIRE };  /* as of media/cipher.h */
enum oh_conf_srtp_keys { OH_CONF_SDES, OH_CONF_DTLS };
/* AUTO: who takes calls registers if the trunk has a user; who only places
   them does not */
enum oh_conf_register  { OH_CONF_REGISTER_AUTO, OH_CONF_REGISTER_NEVER,
			 OH_CONF_REGISTER_ALWAYS };
/* Whether people may call emergency numbers from here */
enum oh_conf_emergency { OH_CONF_EMERGENCY_REFUSE, OH_CONF_EMERGENCY_ALLOW };
enum oh_conf_order     { OH_CONF_LISTED, OH_CONF_WEIGHT };

/** How a caller ID is written: as a number called, or in a format of its
    own, the value being one more than that of enum oh_number_format */
enum oh_conf_caller_format { OH_CONF_CALLER_SAME };

#define OH_CONF_OFF UINT32_MAX  /**< A time that says "off" */

/** Where a secret is kept; one of them, or none */
struct oh_conf_secret {
	char file[OH_CONF_VALUE];
	char command[OH_CONF_VALUE];
	char env[OH_CONF_NAME];
};

/** [trunk NAME] */
struct oh_conf_trunk {
	struct oh_conf_at at;
	char     name[OH_CONF_NAME];
	char     server[OH_CONF_VALUE];     /**< host or address, no port    */
	uint16_t port;                      /**< 0: SRV, else 5060, 5061     */
	enum oh_conf_transport transport;
	char     user[OH_CONF_NAME];
	char     auth_user[OH_CONF_NAME];   /**< default: user               */
	struct oh_conf_secret password;     /**< password_file, ...          */
	char     domain[OH_CONF_VALUE];     /**< default: server             */
	char     proxy[OH_CONF_VALUE];      /**< host[:port]; default: server,
					         port                        */
	char     caller_id[OH_NUMBER_SIZE];  /**< E.164, or ""               */
	char     display[OH_CONF_NAME];
	char     codecs[OH_CONF_CODECS_MAX][16];   /**< in order; none: all  */
	uint32_t codecc;
	enum oh_number_format number_format;
	char     strip[OH_CONF_STRIP];      /**< "2": so many characters;
					         "+44", "00": this; ""       */
	char     prefix[OH_CONF_STRIP];     /**< put in front then, or ""    */
	enum oh_conf_caller_format caller_id_format;
	char     failover[OH_CONF_VALUE];   /**< statuses, "network"; "none" */
	bool     follow_redirect;
	uint32_t reply_ms;                  /**< silence until the next trunk
					         is tried, default 4 s       */
	bool     managed;                   /**< no key: leads to a managed
					         carrier, for numbers that
					         match no route              */
	char     public_address[OH_CONF_NAME];     /**< address[:port]       */
	char     bind[OH_CONF_NAME];               /**< local address[:port] */
	enum oh_conf_register reg;
	uint32_t expires_s;                        /**< default 600          */
	bool     trusted;                   /**< believed, and told who we
					         are (RFC 3325)              */
	bool     refer;                     /**< it may have calls of its
					         transferred by us           */
	uint32_t session_s;                 /**< 0: only when they ask; or
					         OH_CONF_OFF                 */
	enum oh_conf_refresher refresher;
	char     dtmf[16];                  /**< auto rfc4733 info inband    */
	enum oh_conf_srtp srtp;
	enum oh_conf_srtp_keys srtp_keys;   /**< of our offers               */
	char     allow_from[OH_CONF_VALUE]; /**< more source addresses       */
	char     fqdn[OH_CONF_VALUE];       /**< host[:port] in Contact      */
	char     stun[OH_CONF_VALUE];       /**< host[:port]                 */
	uint32_t keepalive_s;               /**< default 60; or OH_CONF_OFF  */
	uint32_t options_s;                 /**< default OH_CONF_OFF         */
	char     tls_ca[OH_CONF_VALUE];     /**< default: the system's       */
	char     tls_cert[OH_CONF_VALUE];   /**< ours, or ""                 */
	char     tls_key[OH_CONF_VALUE];    /**< default: in tls_cert        */
	char     tls_name[OH_CONF_VALUE];   /**< default: server             */
	char     countries[OH_CONF_VALUE];  /**< ISO codes, "all"; "": those
					         of [guard]                  */
	uint32_t calls;                     /**< at once; 0: no limit        */
	uint32_t cps;                       /**< begun a second; 0: no limit */
	uint32_t day_calls;                 /**< 0: no limit                 */
	uint32_t day_minutes;
	struct oh_money day_cost;           /**< currency "": no limit       */
	bool     emergency;                 /**< it carries calls for help   */
	char     emergency_address[OH_CONF_ADDRESS_SIZE]; /**< where help is
					         sent; "" without that       */
	bool     simulated;                 /**< no key: costs no money, its
					         numbers are nobody's        */
};

struct oh_pattern;

/** [route NAME], in the order of the file */
struct oh_conf_route {
	struct oh_conf_at at;
	char     name[OH_CONF_NAME];
	char     pattern[OH_CONF_VALUE];
	struct oh_pattern *compiled;        /**< NULL after a fault          */
	char     trunks[OH_CONF_VALUE];     /**< "a b:3", see
					         oh_conf_share_next()        */
	enum oh_conf_order order;
	char     caller_id[OH_NUMBER_SIZE]; /**< E.164; "": keep             */
	char     description[OH_CONF_VALUE];
};

/** One trunk of a route */
struct oh_conf_share {
	char     name[OH_CONF_NAME];
	uint32_t weight;                    /**< default 1                   */
};

/** How callers are refused */
enum oh_conf_reject {
	OH_CONF_REJECT_NO,
	OH_CONF_REJECT_BUSY,
	OH_CONF_REJECT_DECLINED,
	OH_CONF_REJECT_FORBIDDEN,
	OH_CONF_REJECT_NOT_FOUND,
	OH_CONF_REJECT_UNAVAILABLE,
	OH_CONF_REJECT_UNWANTED,
};

/** [inbound NAME], in the order of the file: one of forward, reject and
    answer */
struct oh_conf_inbound {
	struct oh_conf_at at;
	char     name[OH_CONF_NAME];
	char     trunk[OH_CONF_VALUE];      /**< names; "": by any way, see
					         oh_conf_share_next()        */
	char     pattern[OH_CONF_VALUE];    /**< number called; "": any      */
	char     from[OH_CONF_VALUE];       /**< caller; "": any             */
	struct oh_pattern *compiled;        /**< of pattern, with groups; NULL
					         without one, or after a
					         fault                       */
	struct oh_pattern *from_compiled;
	char     forward[OH_CONF_VALUE];    /**< number or URI, "$1"; or ""  */
	enum oh_conf_reject reject;
	bool     answer;                    /**< what the command does       */
	bool     show_caller;               /**< to who is forwarded to      */
	char     description[OH_CONF_VALUE];
};

/** [answer] */
struct oh_conf_answer {
	char     fqdn[OH_CONF_VALUE];       /**< our name in Contact; or ""  */
	char     listen[OH_CONF_VALUE];     /**< address[:port]..., by UDP
					         and TCP                     */
	char     listen_tls[OH_CONF_VALUE];
	char     tls_ca[OH_CONF_VALUE];     /**< of those who connect: they
					         show a certificate; or ""  */
	char     tls_cert[OH_CONF_VALUE];
	char     tls_key[OH_CONF_VALUE];    /**< default: in tls_cert        */
	uint32_t max_calls;                 /**< at once; 0: no limit        */
};

enum oh_conf_carrier_type { OH_CONF_ACS, OH_CONF_SIM, OH_CONF_STATIC };

/** [carrier NAME] */
struct oh_conf_carrier {
	struct oh_conf_at at;
	char     name[OH_CONF_NAME];
	enum oh_conf_carrier_type type;
	char     endpoint[OH_CONF_VALUE];       /**< https://HOST[:PORT], no
						     slash at its end        */
	struct oh_conf_secret connection;       /**< connection_file, _env,
						     _command: endpoint and
						     key in one string       */
	struct oh_conf_secret key;              /**< key_file ...            */
	struct oh_conf_secret token;            /**< token_file ...: Bearer  */
	char     ca_file[OH_CONF_VALUE];        /**< private authority, PEM  */
	char     api_version[24];               /**< default 2025-06-01      */
	uint32_t timeout_ms;                    /**< a request with all its
						     retries; default 60 s   */
	struct oh_money monthly_cap;            /**< currency "": none       */
	char     numbers[OH_CONF_VALUE];        /**< static: E.164, blanks   */
	char     numbers_file[OH_CONF_VALUE];   /**< static: CSV             */
};

/** Hours of every day, local time, perhaps past midnight; from == to: none */
struct oh_conf_hours {
	uint16_t from_min;                  /**< since midnight              */
	uint16_t to_min;                    /**< not included                */
};

struct oh_conf_guard {
	char     allow_premium[OH_CONF_VALUE];     /**< prefixes, or "all"   */
	char     allow_satellite[OH_CONF_VALUE];
	uint32_t max_duration_s;                   /**< default 1800         */
	char     countries[OH_CONF_VALUE];  /**< ISO codes, "all"; "": where
					         we and the trunk's caller ID
					         are                         */
	char     exempt[OH_CONF_VALUE];     /**< E.164: never held back by
					         what was called before      */
	uint32_t day_calls;                 /**< default 2000; 0: no limit   */
	uint32_t day_minutes;               /**< default 2000; 0: no limit   */
	struct oh_money day_cost;           /**< currency "": no limit       */
	uint32_t minute_warn;               /**< default 120; 0: never       */
	uint32_t minute_max;                /**< default 300; 0: no limit    */
	uint32_t prefix_warn;               /**< default 100; 0: never       */
	uint32_t prefix_max;                /**< default 300; 0: no limit    */
	uint32_t calls_warn;                /**< default 250; 0: never       */
	uint32_t calls_max;                 /**< default 500; 0: no limit    */
	struct oh_conf_hours night;         /**< when these hold besides     */
	uint32_t night_minute_max;          /**< default 30; 0: no limit     */
	uint32_t night_calls_max;           /**< default 0: no limit         */
	enum oh_conf_emergency emergency;   /**< default refuse              */
	int      emergency_line;            /**< no key: where that is said,
					         0: nowhere                  */
	char     emergency_notify[OH_CONF_VALUE];  /**< program, words; or ""
					         */
	bool     strict;                    /**< no key: a cap was asked for,
					         here or of a trunk          */
};

/** [cdr] */
struct oh_conf_cdr {
	bool     enabled;                /**< default yes                    */
	char     file[OH_CONF_VALUE];    /**< "" = calls.db in the state
					      folder                         */
	uint32_t keep_days;              /**< 0 = for ever                   */
};

/** [detect]; the names and defaults are those of Asterisk's AMD() */
struct oh_conf_detect {
	uint32_t initial_silence_ms;        /**< default 2500                */
	uint32_t greeting_ms;               /**< default 1500                */
	uint32_t after_greeting_silence_ms; /**< default 800                 */
	uint32_t total_analysis_time_ms;    /**< default 5000                */
	uint32_t min_word_length_ms;        /**< default 100                 */
	uint32_t between_words_silence_ms;  /**< default 50                  */
	uint32_t maximum_number_of_words;   /**< default 2                   */
	uint32_t maximum_word_length_ms;    /**< default 5000                */
	uint32_t silence_threshold;         /**< default 256, of 32767       */
	uint32_t beep_wait_ms;              /**< default 3000                */
};

/** [trace] */
struct oh_conf_trace {
	char     hep[OH_CONF_NAME];         /**< address[:port], or ""       */
	uint16_t hep_id;                    /**< default 1                   */
	struct oh_conf_secret hep_password;
	bool     keep;                      /**< ladders in call records,
						 default no              */
};

/** How frames are drawn, and what terminals can show */
enum oh_conf_frames { OH_CONF_LINES_AUTO, OH_CONF_LINES_UTF8,
		      OH_CONF_LINES_ASCII };

/** [phone] */
struct oh_conf_phone {
	char     handset[OH_CONF_VALUE];    /**< "baresip", "none", a sip:
					         URI; "": what there is      */
	char     audio_device[OH_CONF_VALUE];  /**< "alsa,default"; or ""    */
	char     audio_input[OH_CONF_VALUE];   /**< the microphone, if it is
					            another one; or ""       */
	char     audio_output[OH_CONF_VALUE];  /**< the same                 */
	char     contacts[OH_CONF_VALUE];   /**< file; "": contacts in the
					         configuration folder        */
	char     auto_answer[OH_CONF_VALUE];   /**< callers, E.164           */
	bool     do_not_disturb;            /**< at first; default no        */
	bool     answer;                    /**< take calls; default yes     */
	uint32_t ring_ms;                   /**< a call rings here, default
					         60 s                        */
	enum oh_conf_frames lines;
	bool     mouse;                     /**< default no                  */
	bool     bell;                      /**< default yes                 */
	bool     notify;                    /**< OSC 9; default yes          */
};

/** [keys] and [colors]: names that are not ours to know here */
struct oh_conf_pair {
	int  line;
	char name[OH_CONF_NAME];            /**< "calls.h", "held"           */
	char value[OH_CONF_PAIR_VALUE];
};

struct oh_conf_fault {
	char file[OH_CONF_VALUE];
	int  line;                                 /**< 0: the file itself   */
	char text[OH_CONF_VALUE];
};

struct oh_conf {
	bool     present;                /**< a file was found               */
	char     file[OH_CONF_VALUE];
	char     country[3];             /**< home country, or ""            */
	char     trunk[OH_CONF_NAME];    /**< default trunk, or ""           */
	uint32_t ring_ms;                /**< default 25 s                   */
	uint32_t first_ms;               /**< default 5 s                    */
	uint32_t between_ms;             /**< default 3 s                    */
	uint32_t silence_ms;             /**< RTP silence, default 30 s      */
	char     tts_command[OH_CONF_VALUE];  /**< {text} {voice} {file}     */
	char     voice[OH_CONF_NAME];
	char     recordings[OH_CONF_VALUE];   /**< folder, "" = current      */
	char     rates[OH_CONF_VALUE];   /**< rate file, "" = the imported   */
	struct oh_conf_answer answer;
	struct oh_conf_cdr   cdr;
	struct oh_conf_detect detect;
	struct oh_conf_guard guard;
	struct oh_conf_trace trace;
	struct oh_conf_phone phone;
	uint32_t             boundc;     /**< [keys]                         */
	struct oh_conf_pair  boundv[OH_CONF_PAIRS_MAX];
	uint32_t             colorc;     /**< [colors]                       */
	struct oh_conf_pair  colorv[OH_CONF_PAIRS_MAX];
	uint32_t             trunkc;
	struct oh_conf_trunk trunkv[OH_CONF_TRUNKS_MAX];
	uint32_t             carrierc;
	struct oh_conf_carrier carrierv[OH_CONF_CARRIERS_MAX];
	uint32_t             routec;
	struct oh_conf_route *routev;    /**< NULL without any               */
	uint32_t             inboundc;
	struct oh_conf_inbound *inboundv;  /**< NULL without any             */
	uint32_t             faultc;
	struct oh_conf_fault faultv[OH_CONF_FAULTS_MAX];
};

/* path NULL: the user's file, then the system's; none is no fault */
int  oh_conf_load(struct oh_conf **cp, const char *path);
/* For tests and fuzzing: text as if it stood in a file called name */
int  oh_conf_parse(struct oh_conf **cp, const char *name, const char *text);
void oh_conf_init(struct oh_conf *c);     /* the defaults */
void oh_conf_trunk_init(struct oh_conf_trunk *t);
int  oh_conf_trunk_add(struct oh_conf *c, const struct oh_conf_trunk *t);
const struct oh_conf_trunk *oh_conf_trunk_find(const struct oh_conf *c,
					       const char *name);
void oh_conf_route_init(struct oh_conf_route *r);
/* The next trunk of a route; textp begins as its trunks. False at the end */
bool oh_conf_share_next(struct oh_conf_share *s, const char **textp);
void oh_conf_carrier_init(struct oh_conf_carrier *k);
int  oh_conf_carrier_add(struct oh_conf *c, const struct oh_conf_carrier *k);
const struct oh_conf_carrier *oh_conf_carrier_find(const struct oh_conf *c,
						   const char *name);
/* "22:00-06:00", or "off"; EBADMSG */
int  oh_conf_hours_parse(struct oh_conf_hours *h, const char *text);
bool oh_conf_hours_has(const struct oh_conf_hours *h, uint16_t min);
/* By the local time */
bool oh_conf_hours_at(const struct oh_conf_hours *h, uint64_t wall_us);
/* A relative path is meant from the folder of the file it stands in (an
   oh_conf_at's; NULL or "": the current folder). ERANGE */
int  oh_conf_path_print(char *buf, size_t size, const char *path,
			const char *file);
/* A connection string in the environment, for who has no configuration:
   OFFHOOK_CONNECTION_STRING, COMMUNICATION_SERVICES_CONNECTION_STRING,
   AZURE_COMMUNICATION_CONNECTION_STRING; its name, or NULL */
const char *oh_conf_connection_env(void);
/* Where whoever debugs wants the secrets of TLS: SSLKEYLOGFILE, or NULL */
const char *oh_conf_keylog_env(void);
/* Where whoever tests wants to have what is said at the handset, a folder:
   OFFHOOK_HANDSET_DUMP, or NULL */
const char *oh_conf_dump_env(void);
/* Reads a secret from its file, command or environment: may block for
   seconds. file: as of oh_conf_path_print(). ENOENT: there is none; *whyp
   is a static sentence, to stand behind the secret's name */
int  oh_conf_secret(char *buf, size_t size, const struct oh_conf_secret *s,
		    const char *file, const char **whyp);
int  oh_conf_password(char *buf, size_t size, const struct oh_conf_trunk *t,
		      const char **whyp);

#endif
