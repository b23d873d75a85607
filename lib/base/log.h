/**
 * @file log.h  Lines for people, with secrets masked
 *
 * A log is a value its owner passes down; a NULL log swallows everything.
 * Strings given to oh_log_mask() are replaced by "***" in every later line.
 */
#ifndef OH_BASE_LOG_H
#define OH_BASE_LOG_H

#include <stdarg.h>
#include <stdbool.h>

enum oh_log_level {
	OH_LOG_ERROR,
	OH_LOG_WARN,
	OH_LOG_INFO,
	OH_LOG_DEBUG,
};

struct oh_log;

/** Receives one finished line, without line end; valid during the call */
typedef void (oh_log_h)(enum oh_log_level level, const char *line, void *arg);

int  oh_log_alloc(struct oh_log **logp, enum oh_log_level max,
		  oh_log_h *logh, void *arg);
void oh_log_set_max(struct oh_log *log, enum oh_log_level max);
int  oh_log_mask(struct oh_log *log, const char *secret);
void oh_log(struct oh_log *log, enum oh_log_level level,
	    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void oh_log_vprint(struct oh_log *log, enum oh_log_level level,
		   const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));

#endif
