# A day's work for a Ruby client: confirms, get, subscribe with acknowledgement, a return, headers, an error.
require "bunny"

host, port = ARGV
connection = Bunny.new(host: host, port: port.to_i, automatically_recover: false, log_level: Logger::FATAL)
connection.start
channel = connection.create_channel
channel.confirm_select
queue = channel.queue("", exclusive: true)
%w[one two three].each { |text| channel.default_exchange.publish(text, routing_key: queue.name, persistent: true) }
puts "confirmed #{channel.wait_for_confirms}"

info, _, body = queue.pop(manual_ack: true)
channel.ack(info.delivery_tag)
puts "got #{body} of 3"

seen = Thread::Queue.new
channel.prefetch(2)
consumer = queue.subscribe(manual_ack: true) { |delivery, properties, text| seen << [delivery, properties, text] }
2.times do
  delivery, _, text = seen.pop
  puts "seen #{text} #{delivery.redelivered?}"
  text == "two" ? channel.nack(delivery.delivery_tag, false, true) : channel.ack(delivery.delivery_tag)
end
delivery, _, text = seen.pop
puts "seen #{text} #{delivery.redelivered?}"
channel.ack(delivery.delivery_tag)
consumer.cancel

returns = Thread::Queue.new
exchange = channel.topic("amq.topic", durable: true)
exchange.on_return { |info, _, _| returns << info }
exchange.publish("lost", routing_key: "nobody", mandatory: true)
returned = returns.pop
puts "returned #{returned.reply_text} #{returned.routing_key}"

queue.bind(exchange, routing_key: "#{queue.name}.#")
exchange.publish("x", routing_key: "#{queue.name}.a", headers: { n: 1, s: "x", t: { deep: true } })
channel.wait_for_confirms
_, properties, _ = queue.pop
puts "headers #{properties.headers}"

begin
  connection.create_channel.queue("no such queue", passive: true)
rescue Bunny::NotFound => e
  puts "refused #{e.channel_close.reply_text}"
end
puts "left #{queue.message_count}"
connection.close
