/**
 * @file ini.h  INI text, line by line
 *
 * inih takes "key = value ; comment" apart. Lines, sections and limits are
 * ours: inih knows no line numbers, cuts long names silently, says nothing
 * of an empty section, and takes an indented line for more of the value.
 */
#ifndef OH_BASE_INI_H
#define OH_BASE_INI_H

enum { OH_INI_LINE_MAX = 1000 };     /**< Longest line [bytes] */

/** What was found. Texts are valid during the call. Reading goes on. */
struct oh_ini_prm {
	/** name NULL: it cannot be read, which has been said */
	void (*sectionh)(int line, const char *name, void *arg);
	void (*pairh)(int line, const char *key, const char *value,
		      void *arg);
	/** text: with its '#' or ';'. May be NULL */
	void (*commenth)(int line, const char *text, void *arg);
	void (*faulth)(int line, const char *why, void *arg);
	void *arg;
};

int oh_ini_parse(const char *text, const struct oh_ini_prm *prm);

#endif
