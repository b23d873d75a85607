/**
 * @file field.h  The members of each model, once for reading and writing
 *
 * A table says under which name the API has which member of which struct;
 * decode.c and encode.c walk it. Only what is a list stands in them.
 */
#ifndef OH_CARRIER_FIELD_H
#define OH_CARRIER_FIELD_H

#include <stdbool.h>
#include <stddef.h>

enum oh_field_kind {
	OH_FIELD_ID,             /**< char[]: visible ASCII                */
	OH_FIELD_NAME,           /**< char[]: made safe to show            */
	OH_FIELD_MESSAGE,        /**< char[]: the same, cut to fit         */
	OH_FIELD_NUMBER,         /**< char[]: E.164                        */
	OH_FIELD_DIGITS,         /**< char[]: E.164 without '+'            */
	OH_FIELD_COUNTRY,        /**< char[3]                              */
	OH_FIELD_TYPE,           /**< enumerations, see word.h             */
	OH_FIELD_ASSIGNMENT,
	OH_FIELD_CAPABILITY,
	OH_FIELD_AVAILABILITY,
	OH_FIELD_OP_STATUS,
	OH_FIELD_OP_TYPE,
	OH_FIELD_RESERVATION,
	OH_FIELD_COST,           /**< struct oh_money, not negative        */
	OH_FIELD_TIME,           /**< uint64_t [us], 0: unknown            */
	OH_FIELD_BOOL,
	OH_FIELD_OBJECT,         /**< an object around members of ours     */
	OH_FIELD_MAX
};

/** One member; a table ends with name NULL */
struct oh_field {
	const char *name;
	enum oh_field_kind kind;
	size_t offset;
	size_t size;
	bool   required;         /**< else it may be absent, null or ""    */
	const struct oh_field *fieldv;     /**< of OBJECT                  */
};

extern const struct oh_field oh_field_owned[];
extern const struct oh_field oh_field_country[];
extern const struct oh_field oh_field_locality[];
extern const struct oh_field oh_field_area[];
extern const struct oh_field oh_field_offering[];
extern const struct oh_field oh_field_offer[];
extern const struct oh_field oh_field_available[];
extern const struct oh_field oh_field_reservation[];
extern const struct oh_field oh_field_operation[];
extern const struct oh_field oh_field_format[];    /**< of an operator     */
extern const struct oh_field oh_field_operator[];  /**< what is billed     */
extern const struct oh_field oh_field_caps[];      /**< none is required   */

#endif
