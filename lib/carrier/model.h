/**
 * @file model.h  What a carrier sells, as values
 *
 * The models of the Phone Numbers API 2025-06-01, in our words. Texts from
 * outside are bounded; what does not fit is refused where it is decoded.
 */
#ifndef OH_CARRIER_MODEL_H
#define OH_CARRIER_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/money.h"
#include "number/number.h"

enum {
	OH_MODEL_ID      = 128,      /**< of a search, operation, ...      */
	OH_MODEL_NAME    = 96,
	OH_MODEL_TEXT    = 256,
	OH_MODEL_NUMBERS = 100,      /**< in one search or reservation     */
};

/** Each has ANY for "not said" */
enum oh_type       { OH_TYPE_ANY, OH_TYPE_GEOGRAPHIC, OH_TYPE_TOLL_FREE,
		     OH_TYPE_MOBILE };
enum oh_assignment { OH_ASSIGN_ANY, OH_ASSIGN_PERSON, OH_ASSIGN_APPLICATION };
enum oh_capability { OH_CAPABLE_ANY, OH_CAPABLE_NONE, OH_CAPABLE_INBOUND,
		     OH_CAPABLE_OUTBOUND, OH_CAPABLE_BOTH };
enum oh_availability { OH_AVAIL_UNKNOWN, OH_AVAIL_AVAILABLE,
		       OH_AVAIL_RESERVED, OH_AVAIL_EXPIRED, OH_AVAIL_ERROR,
		       OH_AVAIL_PURCHASED };
enum oh_op_status  { OH_OP_NOT_STARTED, OH_OP_RUNNING, OH_OP_SUCCEEDED,
		     OH_OP_FAILED };
enum oh_op_type    { OH_OP_PURCHASE, OH_OP_RELEASE, OH_OP_SEARCH,
		     OH_OP_UPDATE, OH_OP_RESERVATION_PURCHASE };
enum oh_reservation_status { OH_RES_ACTIVE, OH_RES_SUBMITTED,
			     OH_RES_COMPLETED, OH_RES_EXPIRED };

struct oh_capabilities {
	enum oh_capability calling;
	enum oh_capability sms;
};

/** A number of one's own */
struct oh_owned {
	char     number[OH_NUMBER_SIZE];    /**< E.164                     */
	char     country[3];
	enum oh_type       type;
	enum oh_assignment assignment;
	struct oh_capabilities caps;
	uint64_t bought_us;                 /**< wall; 0: unknown          */
	struct oh_money cost;               /**< a month                   */
};

struct oh_country  { char code[3]; char name[OH_MODEL_NAME]; };
struct oh_locality { char name[OH_MODEL_NAME];
		     char division[OH_MODEL_NAME];
		     char abbreviation[16]; };
struct oh_area     { char code[16]; };

struct oh_offering {
	enum oh_type       type;
	enum oh_assignment assignment;
	struct oh_capabilities caps;
	struct oh_money    cost;
};

/** What a search has found and holds */
struct oh_offer {
	char     id[OH_MODEL_ID];           /**< search id                 */
	uint32_t numberc;
	char     numberv[OH_MODEL_NUMBERS][OH_NUMBER_SIZE];
	enum oh_type       type;
	enum oh_assignment assignment;
	struct oh_capabilities caps;
	struct oh_money cost;               /**< of each, a month          */
	uint64_t expires_us;
	bool     no_resell;                 /**< agreement is required     */
	char     error[OH_MODEL_NAME];      /**< "NoError", "OutOfStock"   */
};

/** One number that can be had, of a browse or in a reservation */
struct oh_available {
	char     id[OH_NUMBER_SIZE];        /**< digits                    */
	char     number[OH_NUMBER_SIZE];
	char     country[3];
	enum oh_type       type;
	enum oh_assignment assignment;
	struct oh_capabilities caps;
	struct oh_money cost;               /**< currency "": not said     */
	enum oh_availability status;
	bool     no_resell;
	char     error_code[OH_MODEL_NAME];
	char     error_text[OH_MODEL_TEXT];
};

/** numberc is 0 in a list of reservations */
struct oh_reservation {
	char     id[OH_MODEL_ID];
	uint64_t expires_us;
	enum oh_reservation_status status;
	uint32_t numberc;
	struct oh_available numberv[OH_MODEL_NUMBERS];
};

struct oh_operation {
	char     id[OH_MODEL_ID];
	enum oh_op_type   type;
	enum oh_op_status status;
	char     resource[OH_MODEL_TEXT];   /**< where its result is, or "" */
	uint64_t created_us;
	uint64_t changed_us;
	char     error_code[OH_MODEL_NAME];
	char     error_text[OH_MODEL_TEXT];
};

/** What a number look-up tells */
struct oh_operator {
	char number[OH_NUMBER_SIZE];
	char national[OH_MODEL_NAME];
	char international[OH_MODEL_NAME];
	char country[3];                    /**< from here on "": not told */
	char type[OH_MODEL_NAME];           /**< "geographic", "mobile"    */
	char name[OH_MODEL_NAME];
	char mnc[8];
	char mcc[8];
};

#endif
