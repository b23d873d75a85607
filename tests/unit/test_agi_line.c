/**
 * @file test_agi_line.c  A line that an AGI script writes
 */
#include "base/compat.h"
#include "test.h"
#include "flow/agi_line.h"

static const struct {
	const char *line;
	struct oh_agi_line want;
} commandv[] = {
	{ "ANSWER", { .verb = OH_AGI_ANSWER } },
	{ "answer", { .verb = OH_AGI_ANSWER } },
	{ "  Answer  ", { .verb = OH_AGI_ANSWER } },
	{ "CHANNEL STATUS", { .verb = OH_AGI_CHANNEL_STATUS } },
	{ "CHANNEL STATUS SIP/a-1",
	  { .verb = OH_AGI_CHANNEL_STATUS, .text = "SIP/a-1" } },
	{ "STREAM FILE welcome \"\"",
	  { .verb = OH_AGI_STREAM_FILE, .text = "welcome" } },
	{ "stream file \"my file\" 12# 8000",
	  { .verb = OH_AGI_STREAM_FILE, .text = "my file",
	    .escape = "12#", .offset = 8000 } },
	{ "STREAM\tFILE  a \"0123456789*#\" -5",
	  { .verb = OH_AGI_STREAM_FILE, .text = "a",
	    .escape = "0123456789*#" } },
	{ "CONTROL STREAM FILE a \"\" 3000 # * 0 500",
	  { .verb = OH_AGI_CONTROL_STREAM_FILE, .text = "a",
	    .skip_ms = 3000, .forward = '#', .rewind = '*',
	    .pause = '0', .offset = 500 } },
	{ "CONTROL STREAM FILE a 1",
	  { .verb = OH_AGI_CONTROL_STREAM_FILE, .text = "a",
	    .escape = "1" } },
	{ "GET DATA menu", { .verb = OH_AGI_GET_DATA,
	    .text = "menu" } },
	{ "GET DATA menu 5000.0 4",
	  { .verb = OH_AGI_GET_DATA, .text = "menu", .ms = 5000,
	    .max = 4 } },
	{ "GET OPTION menu 12 3000",
	  { .verb = OH_AGI_GET_OPTION, .text = "menu",
	    .escape = "12", .ms = 3000 } },
	{ "WAIT FOR DIGIT -1",
	  { .verb = OH_AGI_WAIT_FOR_DIGIT, .ms = OH_AGI_FOR_EVER } },
	{ "WAIT FOR DIGIT 99999999999",
	  { .verb = OH_AGI_WAIT_FOR_DIGIT, .ms = INT32_MAX } },
	{ "RECORD FILE msg wav \"#\" 10000",
	  { .verb = OH_AGI_RECORD_FILE, .text = "msg",
	    .value = "wav", .escape = "#", .ms = 10000 } },
	{ "RECORD FILE msg gsm \"\" -1 0 BEEP s=3",
	  { .verb = OH_AGI_RECORD_FILE, .text = "msg",
	    .value = "gsm", .ms = -1, .beep = true,
	    .silence_s = 3 } },
	{ "RECORD FILE msg gsm \"\" -1 beep",
	  { .verb = OH_AGI_RECORD_FILE, .text = "msg",
	    .value = "gsm", .ms = -1, .beep = true } },
	{ "SAY DIGITS 123 \"\"",
	  { .verb = OH_AGI_SAY_DIGITS, .text = "123" } },
	{ "SAY NUMBER 1234 * f",
	  { .verb = OH_AGI_SAY_NUMBER, .text = "1234",
	    .escape = "*" } },
	{ "SAY ALPHA AB12 \"\"",
	  { .verb = OH_AGI_SAY_ALPHA, .text = "AB12" } },
	{ "SET VARIABLE a \"b c\\\" d\"",
	  { .verb = OH_AGI_SET_VARIABLE, .text = "a",
	    .value = "b c\" d" } },
	{ "SET VARIABLE a \"\"",
	  { .verb = OH_AGI_SET_VARIABLE, .text = "a" } },
	{ "SET VARIABLE path C:\\\\x",
	  { .verb = OH_AGI_SET_VARIABLE, .text = "path",
	    .value = "C:\\x" } },
	{ "GET VARIABLE a", { .verb = OH_AGI_GET_VARIABLE,
	    .text = "a" } },
	{ "GET FULL VARIABLE ${CALLERID(num)} SIP/x",
	  { .verb = OH_AGI_GET_FULL_VARIABLE,
	    .text = "${CALLERID(num)}" } },
	{ "VERBOSE \"all is well\" 3",
	  { .verb = OH_AGI_VERBOSE, .text = "all is well" } },
	{ "VERBOSE open\\ blank",
	  { .verb = OH_AGI_VERBOSE, .text = "open blank" } },
	{ "VERBOSE \"not closed",
	  { .verb = OH_AGI_VERBOSE, .text = "not closed" } },
	{ "NOOP", { .verb = OH_AGI_NOOP } },
	{ "NOOP a b", { .verb = OH_AGI_NOOP, .value = "a,b" } },
	{ "EXEC Playback welcome,skip",
	  { .verb = OH_AGI_EXEC, .text = "Playback",
	    .value = "welcome,skip" } },
	{ "EXEC Dial SIP/a 30 \"r m\"",
	  { .verb = OH_AGI_EXEC, .text = "Dial",
	    .value = "SIP/a,30,r m" } },
	{ "HANGUP", { .verb = OH_AGI_HANGUP } },
	{ "SET CALLERID 100", { .verb = OH_AGI_SET_CALLERID,
	    .text = "100" } },
	{ "SET CONTEXT a", { .verb = OH_AGI_SET_CONTEXT,
	    .text = "a" } },
	{ "SET AUTOHANGUP 30", { .verb = OH_AGI_SET_AUTOHANGUP,
	    .max = 30 } },
	{ "SET MUSIC ON x", { .verb = OH_AGI_SET_MUSIC,
	    .text = "ON" } },
};

int test_agi_line_commands(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(commandv); i++) {
		const struct oh_agi_line *w = &commandv[i].want;
		struct oh_agi_line l;
		int err = oh_agi_line_parse(&l, commandv[i].line);

		if (err)
			fail_msg("%s: %d", commandv[i].line, err);
		if (l.verb != w->verb || l.ms != w->ms || l.max != w->max ||
		    l.offset != w->offset || l.skip_ms != w->skip_ms ||
		    l.silence_s != w->silence_s || l.beep != w->beep ||
		    l.forward != w->forward || l.rewind != w->rewind ||
		    l.pause != w->pause)
			fail_msg("%s: wrong value", commandv[i].line);
		assert_string_equal(l.text, w->text ? w->text : "");
		assert_string_equal(l.value, w->value ? w->value : "");
		assert_string_equal(l.escape, w->escape ? w->escape : "");
	}

	return 0;
}

int test_agi_line_refused(void)
{
	static const struct {
		const char *line;
		int err;
		const char *usage;
	} v[] = {
		{ "",             ENOENT, "" },
		{ "   ",          ENOENT, "" },
		{ "FROG",         ENOENT, "" },
		{ "STREAM",       ENOENT, "" },
		{ "STREAMFILE a", ENOENT, "" },
		{ "\"STREAM FILE\" a b", ENOENT, "" },
		{ "STREAM FILE a", EBADMSG,
		  "STREAM FILE file escape-digits [sample-offset]" },
		{ "STREAM FILE a 1 2 3", EBADMSG,
		  "STREAM FILE file escape-digits [sample-offset]" },
		{ "STREAM FILE a 1 x", EBADMSG,
		  "STREAM FILE file escape-digits [sample-offset]" },
		{ "ANSWER now", EBADMSG, "ANSWER" },
		{ "WAIT FOR DIGIT", EBADMSG, "WAIT FOR DIGIT timeout-ms" },
		{ "WAIT FOR DIGIT x", EBADMSG, "WAIT FOR DIGIT timeout-ms" },
		{ "GET DATA", EBADMSG,
		  "GET DATA file [timeout-ms] [max-digits]" },
		{ "SET VARIABLE a", EBADMSG, "SET VARIABLE name value" },
		{ "RECORD FILE a b c", EBADMSG,
		  "RECORD FILE file format escape-digits timeout-ms [offset] "
		  "[BEEP] [s=seconds]" },
		{ "RECORD FILE a b c 1 frog", EBADMSG,
		  "RECORD FILE file format escape-digits timeout-ms [offset] "
		  "[BEEP] [s=seconds]" },
		{ "CONTROL STREAM FILE a", EBADMSG,
		  "CONTROL STREAM FILE file escape-digits [skip-ms] [forward] "
		  "[rewind] [pause] [offset-ms]" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_agi_line l;
		int err = oh_agi_line_parse(&l, v[i].line);

		if (err != v[i].err || strcmp(l.usage, v[i].usage))
			fail_msg("%s: %d, '%s'", v[i].line, err, l.usage);
	}

	return 0;
}

int test_agi_line_limits(void)
{
	char line[OH_AGI_LINE_MAX + 1];
	struct oh_agi_line l;
	size_t n;

	memset(line, 'a', sizeof(line));
	memcpy(line, "NOOP ", 5);
	line[OH_AGI_LINE_MAX - 1] = '\0';
	assert_int_equal(0, oh_agi_line_parse(&l, line));
	assert_int_equal(strlen(l.value), OH_AGI_LINE_MAX - 6);
	line[OH_AGI_LINE_MAX - 1] = 'a';
	line[OH_AGI_LINE_MAX] = '\0';
	assert_int_equal(ERANGE, oh_agi_line_parse(&l, line));

	for (n = 5; n < 5 + 2 * (OH_AGI_ARGS_MAX - 1); n += 2)
		memcpy(line + n, "a ", 2);
	line[n] = '\0';
	assert_int_equal(0, oh_agi_line_parse(&l, line));
	memcpy(line + n, "a", 2);
	assert_int_equal(ERANGE, oh_agi_line_parse(&l, line));
	assert_int_equal(EINVAL, oh_agi_line_parse(&l, NULL));

	return 0;
}
