/**
 * @file fault.h  Failures on demand
 *
 *   [METHOD ]PATH=STATUS[,retry=SECONDS][,times=N]   a reply
 *   OPERATION=CODE[,times=N]                         an operation's end
 *
 * PATH may hold '*' for any text; OPERATION is a word of the API (search,
 * purchase, releasePhoneNumber, ...). The first rule that fits is taken;
 * one with times is gone when it was taken so often.
 */
#ifndef OH_SIMREST_FAULT_H
#define OH_SIMREST_FAULT_H

#include <stdbool.h>
#include <stdint.h>
#include "carrier/model.h"
#include "simrest/simrest.h"

enum {
	OH_FAULT_METHOD_SIZE = 16,
	OH_FAULT_PATH_SIZE   = 256,
	OH_FAULT_CODE_SIZE   = 64,
	OH_FAULT_RETRY_MAX   = 86400,     /**< [s]                         */
	OH_FAULT_TIMES_MAX   = 1000000,
};

struct oh_fault {
	bool            operation;                    /**< else a reply    */
	enum oh_op_type type;
	char            code[OH_FAULT_CODE_SIZE];     /**< of an operation */
	char            method[OH_FAULT_METHOD_SIZE]; /**< "": any         */
	char            path[OH_FAULT_PATH_SIZE];
	uint16_t        status;
	bool            has_retry;
	uint32_t        retry_s;
	bool            counted;
	uint32_t        left;                         /**< if counted      */
};

/** Zero is a valid one: no faults */
struct oh_faults {
	struct oh_fault v[OH_SIMREST_FAULTS_MAX];
	size_t          c;
};

/* EBADMSG, ENOSPC: *whyp says why, static text */
int oh_fault_add(struct oh_faults *f, const char *rule, const char **whyp);
/* Of a reply; NULL: none. Counts it */
const struct oh_fault *oh_fault_take(struct oh_faults *f, const char *method,
				     const char *path);
/* The code with which an operation shall fail; NULL: none. Counts it */
const char *oh_fault_take_operation(struct oh_faults *f,
				    enum oh_op_type type);

#endif
