/**
 * @file agi_line.h  A line that an AGI script writes (Asterisk Gateway
 *                   Interface)
 *
 *	STREAM FILE welcome "12#"      ->  verb, text, escape, ...
 *
 * Words are separated by blanks; "..." groups, '\' takes the next character
 * as it is; commands are known in upper and lower case.
 */
#ifndef OH_FLOW_AGI_LINE_H
#define OH_FLOW_AGI_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OH_AGI_LINE_MAX   = 2048,    /**< bytes of a line, as in Asterisk  */
	OH_AGI_ARGS_MAX   = 32,
	OH_AGI_USAGE_SIZE = 128,
	OH_AGI_FOR_EVER   = -1,      /**< timeout                          */
};

enum oh_agi_verb {
	OH_AGI_ANSWER,
	OH_AGI_CHANNEL_STATUS,
	OH_AGI_CONTROL_STREAM_FILE,
	OH_AGI_EXEC,
	OH_AGI_GET_DATA,
	OH_AGI_GET_FULL_VARIABLE,
	OH_AGI_GET_OPTION,
	OH_AGI_GET_VARIABLE,
	OH_AGI_HANGUP,
	OH_AGI_NOOP,
	OH_AGI_RECORD_FILE,
	OH_AGI_SAY_ALPHA,
	OH_AGI_SAY_DIGITS,
	OH_AGI_SAY_NUMBER,
	OH_AGI_SET_AUTOHANGUP,
	OH_AGI_SET_CALLERID,
	OH_AGI_SET_CONTEXT,
	OH_AGI_SET_EXTENSION,
	OH_AGI_SET_MUSIC,
	OH_AGI_SET_PRIORITY,
	OH_AGI_SET_VARIABLE,
	OH_AGI_STREAM_FILE,
	OH_AGI_VERBOSE,
	OH_AGI_WAIT_FOR_DIGIT,
};

/** What a line asks for. Texts lie in buf, and are never NULL */
struct oh_agi_line {
	enum oh_agi_verb verb;
	const char *text;        /**< file, digits, name, message, program */
	const char *value;       /**< of a variable; format of a recording;
				      what a program gets, ',' between     */
	const char *escape;      /**< digits that end it                   */
	int32_t     ms;          /**< OH_AGI_FOR_EVER, 0 if it is not said */
	uint32_t    max;         /**< digits; 0: not said                  */
	uint32_t    offset;      /**< where to begin [samples, CONTROL: ms] */
	uint32_t    skip_ms;     /**< forward and back; 0: not said        */
	uint32_t    silence_s;   /**< that ends a recording; 0: none       */
	bool        beep;
	char        forward;     /**< keys of CONTROL STREAM FILE; NUL:    */
	char        rewind;      /**< none                                 */
	char        pause;
	char        usage[OH_AGI_USAGE_SIZE];    /**< also with EBADMSG    */
	char        buf[OH_AGI_LINE_MAX];
};

/* ENOENT: no such command, EBADMSG: wrong arguments, ERANGE: too long */
int oh_agi_line_parse(struct oh_agi_line *l, const char *line);

#endif
