#!/usr/bin/perl
# A script in the manner of the nineties: %AGI, a sub that sends a command and
# one that takes the answer apart, no module.
use strict;
use warnings;

my %AGI;
my $gone = 0;

$| = 1;
$SIG{HUP} = sub { $gone = 1 };

while (my $line = <STDIN>) {
	chomp $line;
	last unless length $line;
	$AGI{$1} = $2 if $line =~ /^agi_(\w+):\s*(.*)$/;
}

open my $log, '>>', $ENV{AGI_TEST_LOG} or die "log: $!";
{ my $old = select $log; $| = 1; select $old }

sub ask {
	my ($command) = @_;

	print "$command\n";
	my $answer = <STDIN>;
	die "no answer\n" unless defined $answer;
	chomp $answer;
	print $log "$command -> $answer\n";
	return $answer =~ /^200 result=(-?\d*)/ ? $1 : undef;
}

print $log "called by $AGI{callerid}, wanted $AGI{extension}, ",
	"as $AGI{request} ", join('|', @ARGV), " $AGI{arg_1}\n";
ask('ANSWER');
ask('CHANNEL STATUS');
ask('VERBOSE "a call has come" 1');
my $key = ask('STREAM FILE welcome "12"');
if ($key == ord '1') {
	my $account = ask('GET DATA account 4000 4');
	ask("SET VARIABLE ACCOUNT $account");
	ask('GET VARIABLE ACCOUNT');
	ask('GET VARIABLE NOTHING');
	ask('GET FULL VARIABLE "<${ACCOUNT}> by ${CALLERID(num)}"');
	ask("SAY DIGITS $account \"\"");
	ask('EXEC Playback goodbye');
	ask('GET VARIABLE PLAYBACKSTATUS');
}
ask('HANGUP');
ask('STREAM FILE goodbye ""');
ask('NOOP');
exit 0;
