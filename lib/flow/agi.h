/**
 * @file agi.h  A script written for Asterisk does what is to be done on a
 *              call (AGI, the Asterisk Gateway Interface)
 *
 *	script --> line --> agi_line --> play, wait, record, ..
 *	   ^                                    |
 *	   +------------ agi_reply <------------+
 *
 * One command at a time. When they hang up, the one under way ends with -1,
 * the script gets SIGHUP, and what it still asks of the call is refused.
 */
#ifndef OH_FLOW_AGI_H
#define OH_FLOW_AGI_H

#include "flow/program.h"

struct oh_log;

enum {
	OH_AGI_FIRST_MS   = 10000,   /**< GET DATA, where nothing is said:
					  for a digit                      */
	OH_AGI_BETWEEN_MS = 5000,    /**< and for another one; GET OPTION  */
	OH_AGI_RATE_HZ    = 8000,    /**< of endpos                        */
};

/** All borrowed while scripts run */
struct oh_agi_prm {
	struct oh_program_prm program;   /**< the script                   */
	const char *const *folderv;      /**< of sounds, as of agi_file.h  */
	const char        *language;     /**< "en"                         */
	struct oh_log     *log;          /**< VERBOSE; or NULL             */
};

/* The h of struct oh_work; arg: a struct oh_agi_prm. Outcome: as of
   oh_program_work() */
oh_work_h oh_agi_work;

#endif
