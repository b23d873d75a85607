/**
 * @file event.c  Names of events
 */
#include "event/event.h"

static const char *const eventv[OH_EVENT_MAX] = {
	[OH_EVENT_READY]       = "ready",
	[OH_EVENT_DIALING]     = "dialing",
	[OH_EVENT_INCOMING]    = "incoming",
	[OH_EVENT_REFUSED]     = "refused",
	[OH_EVENT_TRYING]      = "trying",
	[OH_EVENT_RINGING]     = "ringing",
	[OH_EVENT_PROGRESS]    = "progress",
	[OH_EVENT_CHALLENGED]  = "challenged",
	[OH_EVENT_ANSWERED]    = "answered",
	[OH_EVENT_MEDIA]       = "media",
	[OH_EVENT_PLAYING]     = "playing",
	[OH_EVENT_PLAYED]      = "played",
	[OH_EVENT_DIGIT]       = "digit",
	[OH_EVENT_SENT_DIGITS] = "sent-digits",
	[OH_EVENT_GATHERED]    = "gathered",
	[OH_EVENT_RECORDING]   = "recording",
	[OH_EVENT_RECORDED]    = "recorded",
	[OH_EVENT_SPEECH]      = "speech",
	[OH_EVENT_PIPED]       = "piped",
	[OH_EVENT_HELD]        = "held",
	[OH_EVENT_RESUMED]     = "resumed",
	[OH_EVENT_TRANSFERRING] = "transferring",
	[OH_EVENT_TRANSFERRED] = "transferred",
	[OH_EVENT_CODEC]       = "codec",
	[OH_EVENT_SECURED]     = "secured",
	[OH_EVENT_SILENT]      = "silent",
	[OH_EVENT_FLOW]        = "flow",
	[OH_EVENT_DETECTED]    = "detected",
	[OH_EVENT_QUALITY]     = "quality",
	[OH_EVENT_EMERGENCY]   = "emergency",
	[OH_EVENT_WARNING]     = "warning",
	[OH_EVENT_ENDED]       = "ended",
};

static const char *const dtmfv[] = {
	[OH_DTMF_NONE]   = "none",
	[OH_DTMF_EVENT]  = "rfc4733",
	[OH_DTMF_INFO]   = "info",
	[OH_DTMF_INBAND] = "inband",
};

static const char *const detectedv[OH_DETECTED_MAX] = {
	[OH_DETECTED_NONE]            = "none",
	[OH_DETECTED_HUMAN]           = "human",
	[OH_DETECTED_MACHINE]         = "machine",
	[OH_DETECTED_FAX]             = "fax",
	[OH_DETECTED_UNKNOWN]         = "unknown",
	[OH_DETECTED_BEEP]            = "beep",
	[OH_DETECTED_SILENCE]         = "silence",
	[OH_DETECTED_BUSY_TONE]       = "busy-tone",
	[OH_DETECTED_CONGESTION_TONE] = "congestion-tone",
	[OH_DETECTED_SIT]             = "sit",
	[OH_DETECTED_SIT_VACANT]      = "sit-vacant",
	[OH_DETECTED_SIT_INTERCEPT]   = "sit-intercept",
	[OH_DETECTED_SIT_NO_CIRCUIT]  = "sit-no-circuit",
	[OH_DETECTED_SIT_REORDER]     = "sit-reorder",
};

/**
 * Name an event as programs know it
 *
 * @param type Type of event
 *
 * @return Lower-case word ("sent-digits"), "unknown" out of range
 */
const char *oh_event_name(enum oh_event_type type)
{
	if ((unsigned)type >= OH_EVENT_MAX)
		return "unknown";

	return eventv[type];
}

/**
 * Name the way by which digits travel
 *
 * @param dtmf Way
 *
 * @return "rfc4733", "info", "inband" or "none"
 */
const char *oh_dtmf_name(enum oh_dtmf dtmf)
{
	if ((unsigned)dtmf >= sizeof(dtmfv) / sizeof(dtmfv[0]))
		return "none";

	return dtmfv[dtmf];
}

/**
 * Name what was detected
 *
 * @param what What it is
 *
 * @return Lower-case word ("busy-tone"), "none" out of range
 */
const char *oh_detected_name(enum oh_detected what)
{
	if ((unsigned)what >= OH_DETECTED_MAX)
		return "none";

	return detectedv[what];
}
