/**
 * @file legstate.c  What may happen to a leg, and what it leads to
 *
 * Each row cites the section of RFC 3261 that asks for it, so the tables
 * can be read beside the RFC. What is not in a table is not allowed: our
 * own wish is refused with an errno, a request of theirs with 481 (12.2.2),
 * anything else is ignored.
 *
 *            1xx             2xx/ACK            BYE/200
 *  CALLING -----> PROCEEDING -------> UP ------------------> TERMINATED
 *     |               |               ^ \                        ^
 *     | hangup        | hangup    ACK |  \ hangup/BYE            |
 *     v               v               |   v              200     |
 *     +---------> CANCELLING          |  CLOSING ----------------+
 *                     | 487, 2xx/ACK BYE  ^                      |
 *                     +---------------|---+----------------------+
 *                  200                |   | ACK/BYE
 *  INCOMING ------------------> ANSWERED -+-> LEAVING
 *                                   hangup
 */
#include <errno.h>
#include "sip/legstate.h"

#define S(x) OH_LEG_ ## x
#define A(x) OH_LEG_ACT_ ## x

static const struct oh_legstate legv[] = {
	/* UAC: before the answer */
	{ S(IDLE),       S(DO_INVITE),    S(CALLING),    A(SEND),      0,
	  "13.2.1"    },
	{ S(CALLING),    S(RX_1XX),       S(PROCEEDING), A(REPORT),    0,
	  "13.2.2.1"  },
	{ S(CALLING),    S(RX_2XX),       S(UP),         A(ACK),       0,
	  "13.2.2.4"  },
	{ S(CALLING),    S(RX_CHALLENGE), S(CALLING),    A(RESEND),    0,
	  "22.2"      },
	{ S(CALLING),    S(RX_FAIL),      S(TERMINATED), A(CLOSE),     0,
	  "13.2.2.3"  },
	{ S(CALLING),    S(ON_FAILURE),   S(TERMINATED), A(CLOSE),     0,
	  "8.1.3.1"   },
	{ S(CALLING),    S(DO_HANGUP),    S(CANCELLING), A(CANCEL),    0,
	  "9.1"       },
	{ S(PROCEEDING), S(RX_1XX),       S(PROCEEDING), A(REPORT),    0,
	  "13.2.2.1"  },
	{ S(PROCEEDING), S(RX_2XX),       S(UP),         A(ACK),       0,
	  "13.2.2.4"  },
	{ S(PROCEEDING), S(RX_CHALLENGE), S(CALLING),    A(RESEND),    0,
	  "22.2"      },
	{ S(PROCEEDING), S(RX_FAIL),      S(TERMINATED), A(CLOSE),     0,
	  "13.2.2.3"  },
	{ S(PROCEEDING), S(ON_FAILURE),   S(TERMINATED), A(CLOSE),     0,
	  "8.1.3.1"   },
	{ S(PROCEEDING), S(DO_HANGUP),    S(CANCELLING), A(CANCEL),    0,
	  "9.1"       },
	/* a callee may not (15), some do: the INVITE is still open */
	{ S(PROCEEDING), S(RX_BYE),       S(CANCELLING), A(CANCEL),    0,
	  "15.1.2"    },
	{ S(PROCEEDING), S(RX_INFO),      S(PROCEEDING), A(REPORT),    0,
	  "12.2.2"    },
	{ S(PROCEEDING), S(RX_OPTIONS),   S(PROCEEDING), A(NONE),      0,
	  "11.2"      },
	{ S(PROCEEDING), S(RX_REINVITE),  S(PROCEEDING), A(REFUSE),  491,
	  "14.2"      },

	/* UAC: given up; the answer may cross our CANCEL */
	{ S(CANCELLING), S(RX_1XX),       S(CANCELLING), A(NONE),      0,
	  "9.1"       },
	{ S(CANCELLING), S(RX_2XX),       S(CLOSING),    A(ACK_BYE),   0,
	  "13.2.2.4"  },
	{ S(CANCELLING), S(RX_FAIL),      S(TERMINATED), A(CLOSE),     0,
	  "9.1"       },
	{ S(CANCELLING), S(ON_FAILURE),   S(TERMINATED), A(CLOSE),     0,
	  "9.1"       },
	{ S(CANCELLING), S(RX_BYE),       S(CANCELLING), A(NONE),      0,
	  "15.1.2"    },

	/* UAS: before the answer */
	{ S(IDLE),       S(RX_INVITE),    S(INCOMING),   A(NONE),      0,
	  "13.3.1"    },
	{ S(INCOMING),   S(DO_PROGRESS),  S(INCOMING),   A(SEND),      0,
	  "13.3.1.1"  },
	{ S(INCOMING),   S(DO_ANSWER),    S(ANSWERED),   A(SEND),      0,
	  "13.3.1.4"  },
	{ S(INCOMING),   S(DO_REJECT),    S(TERMINATED), A(SEND),      0,
	  "13.3.1.3"  },
	{ S(INCOMING),   S(DO_HANGUP),    S(TERMINATED), A(SEND),      0,
	  "13.3.1.3"  },
	{ S(INCOMING),   S(RX_CANCEL),    S(TERMINATED), A(TERMINATE), 0,
	  "9.2"       },
	{ S(INCOMING),   S(RX_BYE),       S(TERMINATED), A(TERMINATE), 0,
	  "15.1.2"    },
	{ S(INCOMING),   S(RX_REINVITE),  S(INCOMING),   A(REFUSE),  500,
	  "14.2"      },
	{ S(INCOMING),   S(RX_INFO),      S(INCOMING),   A(REPORT),    0,
	  "12.2.2"    },
	{ S(INCOMING),   S(RX_OPTIONS),   S(INCOMING),   A(NONE),      0,
	  "11.2"      },

	/* UAS: our 2xx is on its way; no BYE before its ACK (15) */
	{ S(ANSWERED),   S(RX_ACK),       S(UP),         A(REPORT),    0,
	  "13.3.1.4"  },
	{ S(ANSWERED),   S(ON_NO_ACK),    S(CLOSING),    A(BYE),       0,
	  "13.3.1.4"  },
	{ S(ANSWERED),   S(DO_HANGUP),    S(LEAVING),    A(NONE),      0,
	  "15"        },
	{ S(ANSWERED),   S(RX_CANCEL),    S(ANSWERED),   A(NONE),      0,
	  "9.2"       },
	{ S(ANSWERED),   S(RX_BYE),       S(TERMINATED), A(CLOSE),     0,
	  "15.1.2"    },
	{ S(ANSWERED),   S(RX_REINVITE),  S(ANSWERED),   A(REFUSE),  500,
	  "14.2"      },
	{ S(ANSWERED),   S(RX_INFO),      S(ANSWERED),   A(REPORT),    0,
	  "12.2.2"    },
	{ S(ANSWERED),   S(RX_OPTIONS),   S(ANSWERED),   A(NONE),      0,
	  "11.2"      },
	{ S(LEAVING),    S(RX_ACK),       S(CLOSING),    A(BYE),       0,
	  "15"        },
	{ S(LEAVING),    S(ON_NO_ACK),    S(CLOSING),    A(BYE),       0,
	  "15"        },
	{ S(LEAVING),    S(RX_CANCEL),    S(LEAVING),    A(NONE),      0,
	  "9.2"       },
	{ S(LEAVING),    S(RX_BYE),       S(TERMINATED), A(CLOSE),     0,
	  "15.1.2"    },

	/* established */
	{ S(UP),         S(DO_MODIFY),    S(UP),         A(SEND),      0,
	  "14.1"      },
	{ S(UP),         S(DO_INFO),      S(UP),         A(SEND),      0,
	  "12.2.1"    },
	{ S(UP),         S(DO_HANGUP),    S(CLOSING),    A(BYE),       0,
	  "15.1.1"    },
	{ S(UP),         S(RX_REINVITE),  S(UP),         A(REPORT),    0,
	  "14.2"      },
	{ S(UP),         S(RX_INFO),      S(UP),         A(REPORT),    0,
	  "12.2.2"    },
	{ S(UP),         S(RX_OPTIONS),   S(UP),         A(NONE),      0,
	  "11.2"      },
	{ S(UP),         S(RX_BYE),       S(TERMINATED), A(CLOSE),     0,
	  "15.1.2"    },
	{ S(UP),         S(ON_GONE),      S(CLOSING),    A(BYE),       0,
	  "12.2.1.2"  },

	/* our BYE is on its way; theirs may cross it */
	{ S(CLOSING),    S(RX_BYE),       S(CLOSING),    A(NONE),      0,
	  "15.1.2"    },
	{ S(CLOSING),    S(ON_BYE_DONE),  S(TERMINATED), A(CLOSE),     0,
	  "15.1.1"    },
};

#undef S
#undef A
#define S(x) OH_OFFER_ ## x
#define A(x) OH_OFFER_ACT_ ## x

static const struct oh_offerstate offerv[] = {
	/* our re-INVITE */
	{ S(NONE),    S(DO_MODIFY),    S(OURS),    A(SEND),     0, "14.1"     },
	{ S(OURS),    S(RX_2XX),       S(NONE),    A(ACK),      0, "14.1"     },
	{ S(OURS),    S(RX_CHALLENGE), S(OURS),    A(RESEND),   0, "22.2"     },
	{ S(OURS),    S(RX_491),       S(NONE),    A(WAIT),     0, "14.1"     },
	{ S(OURS),    S(RX_GONE),      S(NONE),    A(GONE),     0, "14.1"     },
	{ S(OURS),    S(RX_FAIL),      S(NONE),    A(REPORT),   0, "14.1"     },
	{ S(OURS),    S(RX_REINVITE),  S(OURS),    A(REFUSE), 491, "14.2"     },
	/* after a 491: again, unless theirs has come in between */
	{ S(NONE),    S(ON_RETRY),     S(OURS),    A(SEND),     0, "14.1"     },
	{ S(THEIRS),  S(ON_RETRY),     S(THEIRS),  A(WAIT),     0, "14.1"     },
	{ S(REPLIED), S(ON_RETRY),     S(REPLIED), A(WAIT),     0, "14.1"     },
	/* their re-INVITE */
	{ S(NONE),    S(RX_REINVITE),  S(THEIRS),  A(REPORT),   0, "14.2"     },
	{ S(THEIRS),  S(DO_ACCEPT),    S(REPLIED), A(SEND),     0, "14.2"     },
	{ S(THEIRS),  S(DO_REJECT),    S(NONE),    A(SEND),     0, "14.2"     },
	{ S(THEIRS),  S(RX_CANCEL),    S(NONE),    A(CANCEL),   0, "9.2"      },
	{ S(THEIRS),  S(RX_REINVITE),  S(THEIRS),  A(REFUSE), 500, "14.2"     },
	{ S(REPLIED), S(RX_ACK),       S(NONE),    A(DONE),     0, "13.3.1.4" },
	{ S(REPLIED), S(RX_REINVITE),  S(REPLIED), A(REFUSE), 500, "14.2"     },
	{ S(REPLIED), S(ON_NO_ACK),    S(NONE),    A(GONE),     0, "14.2"     },
};

/**
 * Find what a stimulus leads to
 *
 * @param st   State
 * @param stim What happens
 *
 * @return The row, or NULL if that may not happen in this state
 */
const struct oh_legstate *oh_legstate_find(enum oh_leg_state st,
					   enum oh_leg_stim stim)
{
	for (size_t i = 0; i < sizeof(legv) / sizeof(legv[0]); i++) {
		if (legv[i].st == st && legv[i].stim == stim)
			return &legv[i];
	}
	return NULL;
}

/**
 * Say why our side may not do a thing in a state
 *
 * @param st State
 *
 * @return EALREADY if the leg is over or about to be, else EINVAL
 */
int oh_legstate_error(enum oh_leg_state st)
{
	switch (st) {

	case OH_LEG_CANCELLING:
	case OH_LEG_LEAVING:
	case OH_LEG_CLOSING:
	case OH_LEG_TERMINATED:
		return EALREADY;
	default:
		return EINVAL;
	}
}

/**
 * Find what a stimulus leads to, for offers in an established dialog
 *
 * @param st   State
 * @param stim What happens
 *
 * @return The row, or NULL if that may not happen in this state
 */
const struct oh_offerstate *oh_legstate_offer(enum oh_offer_state st,
					      enum oh_offer_stim stim)
{
	for (size_t i = 0; i < sizeof(offerv) / sizeof(offerv[0]); i++) {
		if (offerv[i].st == st && offerv[i].stim == stim)
			return &offerv[i];
	}
	return NULL;
}

/**
 * Choose how long to wait after a 491 (RFC 3261 14.1)
 *
 * @param call_id_is_ours We made the Call-ID: 2.1 to 4 s, else 0 to 2 s
 * @param rnd             Any random number
 *
 * @return Delay in steps of 10 ms [ms]
 */
uint32_t oh_legstate_retry_ms(bool call_id_is_ours, uint32_t rnd)
{
	return call_id_is_ours ? 2100 + 10 * (rnd % 191) : 10 * (rnd % 201);
}
