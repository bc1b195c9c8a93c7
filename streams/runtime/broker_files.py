"""What does the development broker read when it starts: its properties, its logging, its Java command?"""

from pathlib import Path

MAIN_CLASS = "kafka.Kafka"
FORMAT_CLASS = "kafka.tools.StorageTool"

# Measured on two cores: with its first compiler alone Java starts the broker in 2.0 s instead of 2.9, at half
# the CPU in the first minute (20 ms against 35 for a transaction of 4,000 records); after some thousand
# transactions both are level. The heap is small because the log cleaner's buffer is cut below.
_JAVA_OPTIONS = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")

_PROPERTIES = """\
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:{controller_port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}

# Topics are declared, never made by a misspelt name.
auto.create.topics.enable=false
default.replication.factor=1
message.max.bytes=16777216

# One node holds every replica.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1

# A worker that was killed is missed after seconds, so that a test need not wait minutes.
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
transaction.max.timeout.ms=900000
transaction.abort.timed.out.transaction.cleanup.interval.ms=1000

# After SIGKILL the old registration of the broker has to expire before it is let in again.
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=6000

# Two cores.
num.network.threads=2
num.io.threads=4
background.threads=4
log.cleaner.dedupe.buffer.size=16777216
"""

_LOGGING = """\
status = error
appender.file.type = RollingFile
appender.file.name = file
appender.file.fileName = {log}
appender.file.filePattern = {log}.%i
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d %p %c{{1}}: %m%n
appender.file.policies.type = SizeBasedTriggeringPolicy
appender.file.policies.size = 16MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 2
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""


class BrokerFiles:
    """Where the files of one development broker stand, all below one directory."""

    def __init__(self, directory: Path) -> None:
        home = directory.resolve() / "kafka"
        self.state = directory.resolve() / "broker.json"
        self.lock = home / "broker.lock"
        self.properties = home / "server.properties"
        self.logging = home / "log4j2.properties"
        self.log = home / "server.log"
        self.output = home / "server.out"
        self.data = home / "data"

    @property
    def formatted(self) -> bool:
        """Whether the data directory has been formatted."""
        return (self.data / "meta.properties").exists()

    def write(self, port: int, controller_port: int) -> None:
        """Write what Kafka reads when it starts; both ports are on loopback."""
        self.properties.parent.mkdir(parents=True, exist_ok=True)
        self.properties.write_text(
            _PROPERTIES.format(port=port, controller_port=controller_port, data=self.data)
        )
        self.logging.write_text(_LOGGING.format(log=self.log))

    def last_words(self, lines: int = 4) -> str:
        """The end of what the broker wrote, to be shown when it did not start."""
        written = [
            line
            for path in (self.log, self.output)
            if path.exists()
            for line in path.read_text(errors="replace").splitlines()
        ]
        telling = [line for line in written if " ERROR " in line or " FATAL " in line or "Exception" in line]
        return "\n".join(f"  {line[:300]}" for line in (telling or written)[-lines:])


def java_command(java: str, libs: Path, files: BrokerFiles, main_class: str, *arguments: str) -> list[str]:
    """The command line that runs one of Kafka's programs with the jars in `libs`."""
    options = [*_JAVA_OPTIONS, f"-Dlog4j2.configurationFile={files.logging}", "-cp", f"{libs}/*"]
    return [java, *options, main_class, *arguments]
