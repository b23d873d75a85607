/**
 * @file linein.h  Lines that are typed, lines that are told
 *
 *   keys, or a file ──▶ linein ──▶ whole lines
 *   what is told    ──▶ linein ──▶ above the line that is being typed
 *
 * Two ways to do it behind one face: plain (no cursor is moved, one line is
 * one line) and editing (readline: GPL-3, so linein_edit.c belongs to the one
 * program that wants it). Main loop. Told text is made safe here, in one
 * place for all of it.
 */
#ifndef OH_COMMAND_LINEIN_H
#define OH_COMMAND_LINEIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "phone/order.h"

enum {
	OH_LINEIN_MAX    = OH_ORDER_LINE - 1,  /**< Of a line [bytes]      */
	OH_LINEIN_TOLD   = 1024,               /**< Of a line told [bytes] */
	OH_LINEIN_PROMPT = 128,
};

struct oh_linein;

/** Handlers come from the main loop, never before alloc returns */
struct oh_linein_prm {
	/** A line, without its end; NULL: there are no more */
	void (*lineh)(const char *line, void *arg);
	/** One that cannot be read, and why */
	void (*badh)(const char *why, void *arg);
	/** Ctrl-C was typed at an empty line (editing only) */
	void (*breakh)(void *arg);
	/** Words that may end this line (editing only); true: or a file */
	bool (*wordsh)(const char *line, oh_order_word_h *h, void *harg,
		       void *arg);
	/** The prompt as it is now; called often */
	void (*prompth)(char buf[OH_LINEIN_PROMPT], void *arg);
	void *arg;
	FILE *in, *out;                /**< borrowed; in: its descriptor    */
	bool  ascii;                   /**< what is told is made ASCII      */
	bool  prompt;                  /**< plain: somebody sits there      */
};

/** What both ways can do; the first member of each */
struct oh_linein {
	/** Take lines, or none for now */
	void (*listen)(struct oh_linein *in, bool on);
	/** One line, safe and without its end */
	void (*tell)(struct oh_linein *in, const char *text);
	/** Time has passed: the prompt may be another */
	void (*tick)(struct oh_linein *in);
	/** A line of before, for history */
	void (*remember)(struct oh_linein *in, const char *line);
	struct oh_linein_prm prm;
};

/* mem_deref() gives the terminal back as it was */
int  oh_linein_plain(struct oh_linein **inp, const struct oh_linein_prm *prm);
int  oh_linein_edit(struct oh_linein **inp, const struct oh_linein_prm *prm);

void oh_linein_tell(struct oh_linein *in, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* EBADMSG: control characters; EILSEQ: no UTF-8; ERANGE: too long */
int  oh_linein_check(const char *line, size_t len);
const char *oh_linein_why(int err);

#endif
