/**
 * @file conf_priv.h  How text becomes the configuration
 *
 *   text -- read.c --> section, key, value -- value.c --> field
 *             |                 |
 *           faults   <--  key.c: the table,  check.c: the whole
 *
 * The table of keys drives the parsing, the checks of type and range, and
 * what a fault says is allowed.
 */
#ifndef OH_CONF_CONF_PRIV_H
#define OH_CONF_CONF_PRIV_H

#include "conf/conf.h"

enum {
	OH_CONF_KEYS_MAX   = 64,             /**< Of one section           */
	OH_CONF_BYTES_MAX  = 256 * 1024,     /**< Longest file [bytes]     */
	OH_CONF_ALLOW_SIZE = 160,            /**< What a key allows        */
};

/** What a value may be */
enum oh_conf_type {
	OH_CONF_TEXT,        /**< any text                                 */
	OH_CONF_DISPLAY,     /**< text that can stand in quotes            */
	OH_CONF_TOKEN,       /**< no blanks, no quotes                     */
	OH_CONF_USER,        /**< user part of a SIP URI                   */
	OH_CONF_ITEM_NAME,   /**< of a trunk, a carrier                    */
	OH_CONF_HOST,        /**< host or address                          */
	OH_CONF_HOST_PORT,
	OH_CONF_ADDRESS,     /**< address[:port]                           */
	OH_CONF_ADDRESSES,   /**< addresses, any number                    */
	OH_CONF_LISTENS,     /**< address[:port], OH_CONF_LISTENS_MAX      */
	OH_CONF_PATH,
	OH_CONF_COMMAND,
	OH_CONF_MS,          /**< time, kept in [ms]                       */
	OH_CONF_SECONDS,     /**< time, kept in [s]                        */
	OH_CONF_SECONDS_OFF, /**< the same, or "off": OH_CONF_OFF          */
	OH_CONF_HOURS,       /**< "22:00-06:00", or "off"                  */
	OH_CONF_COUNT,       /**< whole number, from min to max            */
	OH_CONF_PORT,
	OH_CONF_WORD,        /**< one of wordv, kept as an enum            */
	OH_CONF_DTMF,        /**< one of wordv, kept as text               */
	OH_CONF_CODECS,      /**< field is the trunk                       */
	OH_CONF_COUNTRY,
	OH_CONF_COUNTRIES,   /**< "US CA", or "all"                        */
	OH_CONF_E164,
	OH_CONF_PREFIXES,    /**< "+1900 +44871", or "all"                 */
	OH_CONF_NUMBERS,     /**< E.164, any number of them                */
	OH_CONF_ENDPOINT,    /**< https://HOST[:PORT]                      */
	OH_CONF_VERSION,     /**< YYYY-MM-DD[-preview]                     */
	OH_CONF_PATTERN,     /**< regular expression on a number           */
	OH_CONF_SHARES,      /**< trunks of a route: "a b:3"               */
	OH_CONF_NAMES,       /**< of trunks                                */
	OH_CONF_TARGET,      /**< number or URI, with "$1"                 */
	OH_CONF_CALLER_ID,   /**< E.164, or "keep"                         */
	OH_CONF_STRIPPED,    /**< "2", or "+44", "00"                      */
	OH_CONF_DIALLED,     /**< digits, '+', '*', '#'                    */
	OH_CONF_FAILOVER,    /**< statuses, "network", or "none"           */
	OH_CONF_HANDSET,     /**< "baresip", "none", or a SIP URI          */
	OH_CONF_DEVICE,      /**< "alsa,default": driver, and its device   */
	OH_CONF_BOOL,        /**< yes or no                                */
	OH_CONF_MONEY,       /**< "25.00 USD"                              */
	OH_CONF_SECRET,      /**< never: it stands elsewhere               */
};

/** One key */
struct oh_conf_key {
	const char        *name;
	enum oh_conf_type  type;
	size_t             off;              /**< Of the field             */
	size_t             size;             /**< Of the field [bytes]     */
	uint32_t           min_s;            /**< Times [s], counts        */
	uint32_t           max_s;
	const char *const *wordv;            /**< Ends with NULL; SECRET: how
					          the keys that say where it
					          stands begin             */
};

enum oh_conf_section_id {
	OH_CONF_ANSWER,
	OH_CONF_CDR,
	OH_CONF_COLORS,
	OH_CONF_DETECT,
	OH_CONF_DIAL,
	OH_CONF_GUARD,
	OH_CONF_KEYS,
	OH_CONF_PHONE,
	OH_CONF_SPEECH,
	OH_CONF_TRACE,
	OH_CONF_TRUNK,
	OH_CONF_CARRIER,
	OH_CONF_ROUTE,
	OH_CONF_INBOUND,
	OH_CONF_SECTIONS,
};

/**
 * One kind of section
 *
 * One with a name, [trunk NAME], may stand there several times: they are
 * items of an array in the configuration, and each begins with a struct
 * oh_conf_at and the name (see item.c). Where there may be many, the
 * configuration holds a pointer, and the array grows. In one of pairs any
 * name is a key: its lines are an array of struct oh_conf_pair (see pair.c).
 */
struct oh_conf_section {
	const char               *name;
	const struct oh_conf_key *keyv;      /**< Ends with a name of NULL */
	uint32_t                  max;       /**< Items; 0: has no name    */
	size_t                    count_off; /**< In struct oh_conf        */
	size_t                    items_off;
	bool                      grows;     /**< There lies a pointer     */
	bool                      pairs;     /**< Has no keys of its own   */
	size_t                    size;      /**< Of an item               */
	const void               *init;      /**< An item as it begins     */
};

/** The line on which each key of a section was set, 0: nowhere */
struct oh_conf_lines {
	int linev[OH_CONF_KEYS_MAX];
};

/** The state of one reading */
struct oh_conf_reader {
	struct oh_conf               *c;
	int                           line;
	bool                          skip;      /**< Section is unknown   */
	const struct oh_conf_section *sec;
	char                         *base;  /**< What its offsets mean    */
	struct oh_conf_lines         *lines; /**< Of this section          */
	struct oh_conf_lines *linesv[OH_CONF_SECTIONS];  /**< Of each item */
	uint32_t             linesc[OH_CONF_SECTIONS];
	struct oh_conf_lines spare_lines;
	int                  err;            /**< ENOMEM: give it up       */
	union {
		struct oh_conf_trunk   trunk;
		struct oh_conf_carrier carrier;
		struct oh_conf_route   route;
		struct oh_conf_inbound inbound;
	} spare;                             /**< An item to be dropped    */
};

extern const struct oh_conf_section oh_conf_sectionv[OH_CONF_SECTIONS];
extern const struct oh_conf_trunk   oh_conf_trunk_default;
extern const struct oh_conf_carrier oh_conf_carrier_default;
extern const struct oh_conf_route   oh_conf_route_default;
extern const struct oh_conf_inbound oh_conf_inbound_default;

int  oh_conf_read(struct oh_conf *c, const char *text);
int  oh_conf_check(struct oh_conf_reader *r);
int  oh_conf_value_set(const struct oh_conf_key *key, void *field,
		       const char *value);
void oh_conf_value_allow(char *buf, size_t size,
			 const struct oh_conf_key *key);
bool oh_conf_is_name(const char *name);
struct oh_conf_at *oh_conf_item_at(void *item);
char *oh_conf_item_name(void *item);
uint32_t oh_conf_item_count(const struct oh_conf *c,
			    enum oh_conf_section_id id);
void *oh_conf_item_find(struct oh_conf *c, enum oh_conf_section_id id,
			const char *name);
int oh_conf_item_add(void **itemp, struct oh_conf *c,
		     enum oh_conf_section_id id, const void *item);
bool oh_conf_is_failover(const char *word);
bool oh_conf_is_shares(const char *text);
bool oh_conf_is_names(const char *text);
bool oh_conf_is_handset(const char *text);
bool oh_conf_is_device(const char *text);
void oh_conf_pair_set(struct oh_conf_reader *r, const char *name,
		      const char *value);
int  oh_conf_check_inbounds(struct oh_conf_reader *r);
const struct oh_conf_key *oh_conf_key_find(const struct oh_conf_section *sec,
					   const char *name);
const char *oh_conf_key_near(const struct oh_conf_section *sec,
			     const char *name);
const struct oh_conf_section *oh_conf_section_near(const char *name);
void oh_conf_fault(struct oh_conf *c, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
