/**
 * @file test_leg_call.c  Calls between two stacks of ours
 */
#include "leg_fixture.h"

static int plain_call(bool tcp)
{
	struct fx fx;
	int err;

	FX_OK(fx_init(&fx, tcp));
	FX_OK(fx_call(&fx, "v=offer"));
	FX_OK(fx_settle(&fx, 200));
	FX_STR(fx.out.log, "trying");
	FX_OK(oh_leg_progress(fx.in.leg, 180, "Ringing", NULL));
	FX_OK(oh_leg_progress(fx.in.leg, 183, "Session Progress", "v=early"));
	FX_OK(fx_settle(&fx, 200));
	FX_STR(fx.out.body, "v=early");
	FX_OK(oh_leg_answer(fx.in.leg, "v=answer"));
	FX_OK(fx_settle(&fx, 200));

	FX_STR(fx.out.log, "trying ringing180 progress183 up200");
	FX_STR(fx.out.body, "v=answer");
	FX_STR(fx.in.log, "up");
	FX_INT(oh_leg_state(fx.out.leg), OH_LEG_UP);
	FX_INT(oh_leg_state(fx.in.leg), OH_LEG_UP);
	FX_STR(oh_leg_callid(fx.out.leg), oh_leg_callid(fx.in.leg));

	FX_OK(oh_leg_hangup(fx.out.leg, 16, "Normal \"clearing\""));
	FX_OK(fx_settle(&fx, 200));
	FX_STR(fx.out.log,
	       "trying ringing180 progress183 up200 closed/us/200");
	FX_STR(fx.in.log, "up closed/them/200");
	FX_INT(fx.in.q850, 16);
	FX_STR(fx.wire, ">INVITE <100 <180 <183 <200 >ACK >BYE <200");
	FX_INT(oh_sip_legs(fx.a), 0);
	FX_INT(oh_sip_legs(fx.b), 0);

 out:
	fx_reset(&fx);
	return err;
}

int test_leg_call_udp(void)
{
	return plain_call(false);
}

int test_leg_call_both_transports(void)
{
	return plain_call(true);
}
