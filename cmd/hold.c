/**
 * @file hold.c  Hold the far end of a live call
 */
#include "base/compat.h"
#include "command/verb.h"

static const struct oh_app_about about = {
	.name     = "hold",
	.synopsis = "hold [options]",
	.verb     = true,
	.summary  = "Holds the far end of a live call: it neither hears nor "
		    "is heard.",
	.examples =
	"hold\n"
	"hold --off",
};

static int hold(struct oh_app *app, int argc, char **argv)
{
	return oh_verb_switch(app, "hold", argc, argv);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, hold, argc, argv);
}
