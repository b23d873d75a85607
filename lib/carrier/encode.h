/**
 * @file encode.h  Values into JSON as the Phone Numbers API writes it
 *
 * For requests of the client and for replies of the simulator. Returned
 * objects are the caller's: cJSON_Delete(). NULL: out of memory.
 */
#ifndef OH_CARRIER_ENCODE_H
#define OH_CARRIER_ENCODE_H

#include "carrier/model.h"

struct cJSON;

struct cJSON *oh_encode_owned(const struct oh_owned *o);
struct cJSON *oh_encode_country(const struct oh_country *c);
struct cJSON *oh_encode_locality(const struct oh_locality *l);
struct cJSON *oh_encode_area(const struct oh_area *a);
struct cJSON *oh_encode_offering(const struct oh_offering *o);
struct cJSON *oh_encode_offer(const struct oh_offer *o);
struct cJSON *oh_encode_available(const struct oh_available *a);
/* With or without its numbers */
struct cJSON *oh_encode_reservation(const struct oh_reservation *r,
				    bool numbers);
struct cJSON *oh_encode_operation(const struct oh_operation *o);
/* details false: the formatting only */
struct cJSON *oh_encode_operator(const struct oh_operator *o, bool details);
struct cJSON *oh_encode_caps(const struct oh_capabilities *c);
/* Exact: the decimal's digits, not a float's */
struct cJSON *oh_encode_cost(const struct oh_money *m);
struct cJSON *oh_encode_time(uint64_t wall_us);       /* "...Z" */

#endif
