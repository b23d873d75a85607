/**
 * @file decode.h  JSON from the Phone Numbers API into values
 *
 * Hostile input: wrong types, missing members, texts too long and numbers
 * out of range are EBADMSG, unknown words in enumerations too; unknown
 * members are ignored. cJSON bounds the depth.
 */
#ifndef OH_CARRIER_DECODE_H
#define OH_CARRIER_DECODE_H

#include "carrier/model.h"

struct cJSON;

int oh_decode_owned(struct oh_owned *o, const struct cJSON *json);
int oh_decode_country(struct oh_country *c, const struct cJSON *json);
int oh_decode_locality(struct oh_locality *l, const struct cJSON *json);
int oh_decode_area(struct oh_area *a, const struct cJSON *json);
int oh_decode_offering(struct oh_offering *o, const struct cJSON *json);
int oh_decode_offer(struct oh_offer *o, const struct cJSON *json);
int oh_decode_available(struct oh_available *a, const struct cJSON *json);
int oh_decode_reservation(struct oh_reservation *r,
			  const struct cJSON *json);
int oh_decode_operation(struct oh_operation *o, const struct cJSON *json);
int oh_decode_operator(struct oh_operator *o, const struct cJSON *json);
/* What is asked for: ANY where nothing is named */
int oh_decode_caps(struct oh_capabilities *c, const struct cJSON *json);
/* {"error":{code,message}}: ENOENT if it is no such body */
int oh_decode_error(char code[OH_MODEL_NAME], char text[OH_MODEL_TEXT],
		    const struct cJSON *json);
/* ISO 8601 with Z or an offset, to [us] since 1970 */
int oh_decode_time(uint64_t *wall_us, const char *text);

#endif
