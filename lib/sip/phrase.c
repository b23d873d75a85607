/**
 * @file phrase.c  What a SIP status says in words
 */
#include <stddef.h>
#include "sip/phrase.h"

static const struct {
	uint16_t    scode;
	const char *phrase;
} phrasev[] = {
	{ 100, "Trying" },
	{ 180, "Ringing" },
	{ 181, "Call Is Being Forwarded" },
	{ 182, "Queued" },
	{ 302, "Moved Temporarily" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 408, "Request Timeout" },
	{ 410, "Gone" },
	{ 480, "Temporarily Unavailable" },
	{ 481, "Call Does Not Exist" },
	{ 482, "Loop Detected" },
	{ 483, "Too Many Hops" },
	{ 484, "Address Incomplete" },
	{ 486, "Busy Here" },
	{ 488, "Not Acceptable Here" },
	{ 491, "Request Pending" },
	{ 500, "Server Internal Error" },
	{ 502, "Bad Gateway" },
	{ 503, "Service Unavailable" },
	{ 504, "Server Time-out" },
	{ 600, "Busy Everywhere" },
	{ 603, "Decline" },
	{ 604, "Does Not Exist Anywhere" },
	{ 606, "Not Acceptable" },
	{ 607, "Unwanted" },
	{ 608, "Rejected" },
};

/**
 * Find the reason phrase of a status
 *
 * @param scode Status, 100 to 699
 *
 * @return Phrase, static; for those not in the list what their kind is
 */
const char *oh_phrase(uint16_t scode)
{
	for (size_t i = 0; i < sizeof(phrasev) / sizeof(phrasev[0]); i++) {
		if (phrasev[i].scode == scode)
			return phrasev[i].phrase;
	}

	switch (scode / 100) {

	case 1:  return "Session Progress";
	case 2:  return "OK";
	default: return "Refused";
	}
}
