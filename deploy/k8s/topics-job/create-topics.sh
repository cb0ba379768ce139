#!/bin/sh
# Makes the topics and gives the services their rights. May run any number of times.
set -eu
bin=/opt/kafka/bin
credentials=/etc/tidings/kafka-admin/admin.properties
to_kafka="--bootstrap-server $KAFKA_BOOTSTRAP_SERVERS"
[ ! -f "$credentials" ] || to_kafka="$to_kafka --command-config $credentials"

# topic NAME PARTITIONS SETTING...
topic() {
  name=$1 partitions=$2
  shift 2
  settings=$(printf '%s,' "$@")min.insync.replicas=$MIN_INSYNC_REPLICAS
  # shellcheck disable=SC2086 # words
  "$bin/kafka-topics.sh" $to_kafka --create --if-not-exists --topic "$name" --partitions "$partitions" \
    --replication-factor "$REPLICATION_FACTOR"
  # shellcheck disable=SC2086
  "$bin/kafka-configs.sh" $to_kafka --alter --entity-type topics --entity-name "$name" --add-config "$settings"
}

# allow USER topic|group NAME literal|prefixed OPERATION...
allow() {
  user=$1 kind=$2 name=$3 pattern=$4
  shift 4
  for operation in "$@"; do
    # shellcheck disable=SC2086
    "$bin/kafka-acls.sh" $to_kafka --add --force --allow-principal "User:$user" --operation "$operation" \
      "--$kind" "$name" --resource-pattern-type "$pattern"
  done
}

topic tidings.events 12 message.timestamp.type=LogAppendTime cleanup.policy=delete retention.ms=604800000 max.message.bytes=1048576
topic tidings.revocations 1 'cleanup.policy=[compact,delete]' retention.ms=172800000 segment.ms=3600000
topic tidings.presence 1 message.timestamp.type=LogAppendTime cleanup.policy=compact segment.ms=600000 delete.retention.ms=600000 min.cleanable.dirty.ratio=0.1

[ "$PRINCIPALS" = users ] || exit 0
allow tidings-auth-service topic tidings.revocations literal Write Describe
allow tidings-notification-service topic tidings.events literal Read Write Describe
allow tidings-notification-service topic tidings.revocations literal Read Describe
allow tidings-notification-service group notification-service prefixed Read
allow tidings-realtime-edge topic tidings.events literal Read Write Describe
allow tidings-realtime-edge topic tidings.revocations literal Read Describe
allow tidings-realtime-edge topic tidings.presence literal Read Write Describe
